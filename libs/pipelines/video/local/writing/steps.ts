/** How a text begins that tells somebody what to do, one thing after the other. */
const OPENINGS: Record<string, RegExp> = {
  en: /^(?:how (?:to|do)\b|recipe\b|.{0,40}\brecipe\b|safety\b|emergency\b|steps? to\b)/i,
  fr: /^(?:comment\b|recette\b|consignes?\b|(?:une |la )?(?:journée|balade|promenade)\b|mode d['’]emploi)/i,
  es: /^(?:c[oó]mo\b|receta\b|instrucciones\b|aviso de seguridad\b)/i,
  de: /^(?:so \p{L}+(?:st|en|t)\b|wie \p{L}+|rezept\b|anleitung\b|sicherheitshinweis)/iu,
};

/** Whether the brief is a sequence of instructions, which are content and no directions to a crew. */
export const isInstructions = (text: string, language: string): boolean =>
  OPENINGS[language]?.test(text.trim()) === true;
