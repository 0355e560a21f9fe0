import { ValidationError } from '#libs/kernel';

export const MIN_LENGTH = 12;
export const MAX_LENGTH = 128;

/** Parts of an address that are shorter than this turn up in passwords by chance. */
const TELLING = 4;

/** Fewer different characters than this are a pattern, whatever the length. */
const DIFFERENT = 5;

/** What is known to be guessed first. */
export interface CommonPasswords {
  /** @param text in lower case */
  has(text: string): boolean;
}

/**
 * Length, and nothing that is guessed first (NIST SP 800-63B): no rules about capitals and digits, which people meet by adding "1!".
 * @param field the name that the caller gave the password
 * @throws ValidationError
 */
export function checkPassword(
  password: string,
  { email, common, field }: { email: string; common: CommonPasswords; field: string },
): void {
  const message = weakness(password.normalize('NFKC'), email, common);
  if (message) throw new ValidationError([{ path: field, message }]);
}

function weakness(password: string, email: string, common: CommonPasswords): string | null {
  const length = [...password].length;
  if (length < MIN_LENGTH)
    return `must have at least ${MIN_LENGTH} characters; several words make a good one`;
  if (length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  const text = password.toLowerCase();
  if (new Set(text).size < DIFFERENT) return `must have at least ${DIFFERENT} different characters`;
  if (partsOf(email).some((part) => text.includes(part)))
    return 'must not contain your e-mail address or a part of it';
  if (formsOf(text).some((form) => common.has(form))) {
    return 'must not be one of the passwords that are tried first; choose one that nobody else has';
  }
  return null;
}

function partsOf(email: string): string[] {
  const address = email.toLowerCase();
  const [local = '', domain = ''] = address.split('@');
  const words = [
    local,
    ...local.split(/[^\p{L}\p{N}]+/u),
    domain,
    ...domain.split(/[^\p{L}\p{N}]+/u).slice(0, -1),
  ];
  return words.filter((word) => word.length >= TELLING);
}

/** The text itself, without what people put around a common one, and what it repeats. */
function formsOf(text: string): string[] {
  const bare = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return [...new Set([text, bare, unitOf(text), unitOf(bare)])].filter((form) => form.length > 0);
}

/** "abcabc" is "abc" twice. */
function unitOf(text: string): string {
  const at = `${text}${text}`.indexOf(text, 1);
  return at > 0 ? text.slice(0, at) : text;
}
