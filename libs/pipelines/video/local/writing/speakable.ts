import { isUnspaced } from './words.js';

const AND: Record<string, string> = { en: 'and', fr: 'et', es: 'y', de: 'und', it: 'e', pt: 'e', nl: 'en' };

const EMOJI =
  /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0e|\ufe0f|\u20e3)+/gu;
/** What a shell, a template or a programmer would read, and no voice should. */
const SUBSTITUTIONS = [/\$\([^()]*\)\s*;?/g, /\$?\{[^{}]*\}/g, /\[[^\][]*\](?=\()/g];
const OPERATORS = /(?:&&|\|\||;;|::|->|=>|<<|>>)|;(?=\s*(?:[.!?]|$))/gm;
/** Commands that no sentence of a brief begins with; the others are words too, and count only with a flag, a path or a pipe. */
const PROGRAMS = 'sudo|rm|curl|wget|chmod|chown|ssh|scp|grep|awk|apt-get|bash|xargs';
const WORDS_TOO =
  'echo|cat|ls|cd|sh|kill|npm|pip|git|docker|eval|exec|python3?|mkdir|mv|cp|nc|export|source|touch|ping|wc|tee|reboot|shutdown|exit|whoami';
const TO_THE_END = String.raw`(?:[^\n.!?;|&]|\.(?=\S))*`;
const COMMANDS = [
  new RegExp(String.raw`(?:&&|\|\|?)\s*(?:${PROGRAMS}|${WORDS_TOO})(?!\p{L})${TO_THE_END}`, 'giu'),
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:${PROGRAMS})\s+(?=${TO_THE_END}(?:\s-|[/~|<>$]|\s\w+-?get\b))${TO_THE_END}`,
    'giu',
  ),
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:${WORDS_TOO})\s+(?=(?:--?\p{L}|[/~.]+\p{L}|[$>]))${TO_THE_END}`,
    'giu',
  ),
];
const LONGEST_WORD = 40;

/**
 * Turns written text into text for a voice: pictures, code and typographer's signs go, addresses lose their
 * protocol, signs that stand alone join their neighbours. Lines stay lines.
 */
export function speakable(text: string, language: string): string {
  const and = AND[language] ?? '&';
  let out = text.replace(/\r/g, '');
  // Posts use pictures as full stops: "Fresh bread 🍞 Open daily". German capitals say nothing of the kind.
  if (language !== 'de')
    out = out.replace(new RegExp(`(?<=[\\p{L}\\p{N}])\\s*${EMOJI.source}\\s*(?=\\p{Lu}\\p{Ll})`, 'gu'), '\n');
  out = out.replace(EMOJI, ' ');
  for (const pattern of [...SUBSTITUTIONS, ...COMMANDS, OPERATORS]) out = out.replace(pattern, ' ');
  out = out
    .replace(/https?:\/\/(?:www\.)?([^\s/?#]+)[^\s]*?(?=[.,;!?]?(?:\s|$))/gi, '$1')
    .replace(/\bwww\.(?=\S)/gi, '')
    .replace(/#(?=\p{L})/gu, '')
    .replace(/(\p{L})_+(?=\p{L})/gu, '$1 ')
    .replace(/\s+&\s+/g, ` ${and} `)
    .replace(/(\d)\s+([%€$£¥‰°])/g, '$1$2')
    .replace(/[^\S\n]+[-–—]+[^\S\n]+|[^\S\n]*—[^\S\n]*/g, ', ')
    .replace(/[^\S\n]+[/|][^\S\n]+/g, ', ')
    .replace(/[“”„«»‟]/g, '"')
    .replace(/"\s*([^"\n]*?)\s*"/g, '"$1"')
    .replace(/…|\.{2,}/g, '.')
    .replace(/([!?])[!?]+/g, (marks) => (marks.includes('?') ? '?' : '!'))
    .replace(/[^\S\n]+([?!:;,.])(?=\s|$)/g, '$1');
  return out
    .split('\n')
    .map((line) => tidyLine(line, language))
    .filter((line) => /[\p{L}\p{N}]/u.test(line))
    .join('\n');
}

function tidyLine(line: string, language: string): string {
  const kept = line.split(/\s+/).filter((token) => isSpoken(token, language));
  const joined = kept
    .join(' ')
    .replace(/(?:,\s*){2,}/g, ', ')
    .replace(/^[\s,;:.!?)\]}-]+/, '')
    .replace(/\(\s*\)/g, '')
    .trim();
  return balanced(joined, '"', '"') && balanced(joined, '(', ')') ? joined : joined.replace(/["()]/g, '');
}

/** Paths, flags, variables, brackets and noise are not words. */
function isSpoken(token: string, language: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(token)) return false;
  if (/[\\|<>{}[\]^~=*_`]|\$\p{L}|\/.*\/|^\/|\/$|^--?\p{L}/u.test(token)) return false;
  return (
    isUnspaced(language) ||
    /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u.test(token) ||
    token.length <= LONGEST_WORD
  );
}

function balanced(text: string, open: string, close: string): boolean {
  const count = (mark: string) => text.split(mark).length - 1;
  return open === close ? count(open) % 2 === 0 : count(open) === count(close);
}
