import { parseFields, ValidationError, type FieldError } from '#libs/kernel';
import { BriefSchema, type Brief } from './brief.js';
import { cleanText, saysSomething } from './cleaning.js';
import { PRESETS } from './presets.js';

const DRAWABLE =
  /[\p{scx=Latin}\p{scx=Greek}\p{scx=Cyrillic}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Common}\p{scx=Inherited}]/u;

/** Scripts that people write briefs in and that no installed font has; the message names them. */
const OTHER_SCRIPTS = [
  'Arabic', 'Hebrew', 'Hangul', 'Thai', 'Devanagari', 'Bengali', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Gujarati',
  'Gurmukhi', 'Sinhala', 'Armenian', 'Georgian', 'Ethiopic', 'Khmer', 'Lao', 'Myanmar', 'Tibetan', 'Mongolian', 'Syriac',
] as const; // prettier-ignore

/**
 * The brief as a client may send it: every field right by itself and all of them together.
 * @throws ValidationError naming every wrong field below `input`
 */
export function admitBrief(input: unknown): Brief {
  const brief = parseFields(BriefSchema, input, 'input');
  const errors = [...durationErrors(brief), ...textErrors(brief.brief)];
  if (errors.length > 0) throw new ValidationError(errors);
  return brief;
}

function durationErrors({ durationSec, preset }: Brief): FieldError[] {
  const { maxDurationSec } = PRESETS[preset];
  if (durationSec <= maxDurationSec) return [];
  const message = `must be at most ${maxDurationSec} seconds for the preset ${preset}`;
  return [{ path: 'input.durationSec', message }];
}

function textErrors(brief: string): FieldError[] {
  const { text } = cleanText(brief);
  if (!saysSomething(text)) {
    const message =
      'has no words once markup and punctuation are taken out; say in words what the film is about';
    return [{ path: 'input.brief', message }];
  }
  const script = undrawableScript(text);
  if (script === undefined) return [];
  const message = `uses ${script} script, which no installed font can draw; write it in Latin, Greek, Cyrillic, Chinese or Japanese letters`;
  return [{ path: 'input.brief', message }];
}

/** The script of the first letter that no installed font has. */
export function undrawableScript(text: string): string | undefined {
  for (const letter of text.match(/[\p{L}\p{M}\p{N}]/gu) ?? []) {
    if (DRAWABLE.test(letter)) continue;
    return OTHER_SCRIPTS.find((name) => new RegExp(`\\p{scx=${name}}`, 'u').test(letter)) ?? 'a rare';
  }
  return undefined;
}
