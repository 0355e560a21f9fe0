import { de } from './phrases/de.js';
import { en } from './phrases/en.js';
import { es } from './phrases/es.js';
import { fr } from './phrases/fr.js';
import type { Phrase, PhraseBank } from './phrases/bank.js';

const BANKS: Readonly<Record<string, PhraseBank>> = { en, fr, es, de };

/** The phrases of a language; none for languages that we do not write in ourselves. */
export const bankOf = (language: string): PhraseBank | undefined => BANKS[language];

/** "What is said. | What is shown" in its two parts. */
export function readPhrase(phrase: Phrase): { said: string; shown: string } {
  const [said = '', shown = said] = phrase.split(' | ');
  return { said, shown };
}
