import { InvalidArgumentError } from 'commander';

export const DATA_DIR =
  'directory of the data (default: $AIPROD_DATA_DIR, or the usual place for data of your system)';

/** Reads an option. @throws InvalidArgumentError saying what would be right */
export const wholeNumber = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
};

/** For the end of a command's help. */
export const example = (...lines: string[]) => `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`;

/** Reads an option of several values, as in `jobs:read,jobs:create`. */
export const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
