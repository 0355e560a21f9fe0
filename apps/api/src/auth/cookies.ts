const SAFE_VALUE = /^[\w.-]*$/;

/** The cookie of this name as it came; undefined where there is none, or several, so that nobody can slip another in. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 && SAFE_VALUE.test(values[0]!) ? values[0] : undefined;
}

export interface CookieOptions {
  secure: boolean;
  /** Pages can't read it. */
  httpOnly: boolean;
  /** 0 deletes it. */
  maxAgeSeconds: number;
}

export const setCookie = (
  name: string,
  value: string,
  { secure, httpOnly, maxAgeSeconds }: CookieOptions,
): string =>
  [
    `${name}=${value}`,
    'Path=/',
    `Max-Age=${maxAgeSeconds}`,
    'SameSite=Lax',
    ...(httpOnly ? ['HttpOnly'] : []),
    ...(secure ? ['Secure'] : []),
  ].join('; ');
