import { isId } from '#libs/kernel';
import type { IdIndex } from './id-index.js';
import { remappedId, type Mapping } from './row.js';

export interface Direction {
  source: string;
  target: string;
  /** Adds a tag to every e-mail address: a system has each address once. */
  tagAddresses: boolean;
}

/** @param known the ids of the archive's rows: texts that are equal to one name it */
export function mappingFor({ source, target, tagAddresses }: Direction, known: IdIndex): Mapping {
  const isCopy = source !== target;
  const id = (value: string): string => {
    if (!isCopy) return value;
    return value.toLowerCase() === source.toLowerCase() ? target : remappedId(value, target);
  };
  return {
    id,
    text: (value) => (isCopy && isId(value) && known.has(value) ? id(value) : value),
    unique: (value, kind) => {
      if (kind === 'email') return tagAddresses ? tagged(value, target) : value;
      return isCopy ? `${target}:${value}` : value;
    },
  };
}

/** `ada@example.org` becomes `ada+1d3f5a7c9e1b@example.org`. */
function tagged(address: string, target: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${target.slice(-12)}${address.slice(at)}`;
}
