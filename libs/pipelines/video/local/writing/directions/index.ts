import { german } from './de.js';
import { english } from './en.js';
import { spanish } from './es.js';
import { french } from './fr.js';
import type { DirectionRules } from './rules.js';

export { withoutRequest } from './others.js';
export { MACHINE_TALK } from './rules.js';
export type { DirectionRules, Field } from './rules.js';

export const DIRECTIONS: Readonly<Record<string, DirectionRules>> = {
  en: english,
  fr: french,
  es: spanish,
  de: german,
};
