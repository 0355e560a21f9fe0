import { german } from './de.js';
import { english } from './en.js';
import { spanish } from './es.js';
import { french } from './fr.js';
import type { Grammar } from './grammar.js';

export type { Grammar } from './grammar.js';

export const GRAMMARS: Readonly<Record<string, Grammar>> = {
  en: english,
  fr: french,
  es: spanish,
  de: german,
};
