import { inspect } from 'node:util';

/** Everything that a log or a report could make of an error: its text, its causes, its fields, hidden ones too. */
export function everythingIn(error: unknown): string {
  return [
    inspect(error, { depth: 20, showHidden: true, getters: true, maxStringLength: null }),
    JSON.stringify(error, Object.getOwnPropertyNames(error ?? {})),
    String(error),
  ].join('\n');
}

/** Runs `work` and gives back what it wrote to the terminal. */
export async function written(work: () => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
  const originals = methods.map((name) => console[name]);
  methods.forEach(
    (name) => (console[name] = (...args: unknown[]) => void lines.push(inspect(args, { depth: 20 }))),
  );
  try {
    await work();
  } finally {
    methods.forEach((name, index) => (console[name] = originals[index] as () => void));
  }
  return lines.join('\n');
}
