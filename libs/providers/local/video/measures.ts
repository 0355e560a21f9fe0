/** An entry of a list that is a quantity: "Wind 42%" is `Wind`, `42%`, 42. */
export interface Measure {
  label: string;
  shown: string;
  value: number;
}

const ENTRY =
  /^(\D{2,40}?|\d{4})[\s:]+((?:[$€£]\s?)?(\d+(?:[.,]\d+)?)(?:\s?(?:%|percent|Prozent|pour cent|por ciento|€|km|kg|GW|MW|TWh|million|Mio\.?))?)$/iu;

/** The entries as quantities of one unit that a bar chart can compare; undefined where they are none. */
export function measuresOf(items: readonly string[]): Measure[] | undefined {
  const matches = items.map((item) => ENTRY.exec(item.trim()));
  const measures = matches.flatMap((match) =>
    match
      ? [{ label: match[1] as string, shown: match[2] as string, value: numberOf(match[3] as string) }]
      : [],
  );
  const units = new Set(measures.map(({ shown }) => shown.replace(/[\d.,\s]/g, '')));
  const comparable = measures.length === items.length && measures.length >= 2 && units.size === 1;
  return comparable && !units.has('') && measures.some(({ value }) => value > 0) ? measures : undefined;
}

const numberOf = (text: string): number => Number(text.replace(',', '.'));
