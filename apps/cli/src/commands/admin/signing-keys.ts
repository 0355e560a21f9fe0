import { rotateSigningKeys as rotate, signingKeyStates } from '#libs/auth';
import { openSecretBox } from '../../stack/own-secrets.js';
import { withOpenDatabase } from '../../stack/open-database.js';
import { table } from '../jobs/table.js';

export interface RotateKeysOptions {
  readonly now?: boolean;
}

export async function listSigningKeys(): Promise<void> {
  const keys = await withOpenDatabase(signingKeyStates);
  const rows = keys.map(({ kid, state, signsFrom }) => [kid, state, new Date(signsFrom).toISOString()]);
  console.log(table([['key', 'state', 'signs from'], ...rows]));
}

export async function rotateSigningKeys({ now = false }: RotateKeysOptions): Promise<void> {
  const { kid, signsInSeconds, withdrawn } = await withOpenDatabase((database) =>
    rotate(database, openSecretBox(), { now }),
  );
  console.log(signsInSeconds === 0 ? `Signs from now on: ${kid}` : `Signs in ${signsInSeconds} s: ${kid}`);
  for (const old of withdrawn) console.log(`Withdrawn: ${old}`);
}
