import type { Credentials } from '#client';

export const credentials = ({ email, password }: Credentials): string =>
  `  e-mail    ${email}\n  password  ${password}`;
