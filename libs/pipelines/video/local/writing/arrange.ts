import type { Line, Variant } from './lines.js';

/**
 * Puts chosen lines in the order of a story: hook, subject, facts with reflections and comments between them, recap,
 * invitation, close. Sentences of one passage stay together.
 */
export function arrange(variants: readonly Variant[]): Line[] {
  const lines = variants.flatMap((v) => v.lines);
  const of = (...acts: Line['act'][]): Line[] =>
    lines.filter(({ act }) => acts.includes(act)).sort((a, b) => a.order - b.order);
  const facts = groups(of('subject', 'fact'));
  const passages = groups(of('passage'));
  const comments = of('comment');
  return [
    ...of('hook'),
    ...weave(facts, passages, comments),
    ...of('recap'),
    ...of('invite'),
    ...of('close'),
  ];
}

/** Lines that came from one piece of the brief, or one passage. */
function groups(lines: readonly Line[]): Line[][] {
  const out: Line[][] = [];
  for (const line of lines) {
    const last = out.at(-1);
    if (last?.[0]?.order === line.order && last[0].act === line.act) last.push(line);
    else out.push([line]);
  }
  return out;
}

/** Spreads the reflections evenly behind the facts, and the comments over the facts that have none behind them. */
function weave(facts: Line[][], passages: Line[][], comments: Line[]): Line[] {
  const out: Line[] = [];
  const rest = [...comments];
  // With more thoughts than facts, one comes first and sets the scene.
  let spoken = 0;
  if (passages.length > 3 && passages.length > facts.length + 1) out.push(...(passages[spoken++] ?? []));
  facts.forEach((fact, i) => {
    out.push(...fact);
    // A comment needs a fact to comment on; the first one has only just presented the subject.
    if (i > 0 && facts.length - i <= rest.length) out.push(rest.shift() as Line);
    const due = Math.round(((i + 1) / facts.length) * passages.length);
    while (spoken < due) out.push(...(passages[spoken++] ?? []));
  });
  while (spoken < passages.length) out.push(...(passages[spoken++] ?? []));
  return out;
}
