import type { Credentials } from '../api/api-types.js';

export const credentials = ({ email, password }: Credentials): string =>
  `  e-mail    ${email}\n  password  ${password}`;
