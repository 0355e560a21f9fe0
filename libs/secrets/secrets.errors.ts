import { AppError } from '#libs/kernel';

/** Why a sealed text can't be opened. */
export type Unreadable = 'malformed' | 'unknown_key' | 'not_authentic';

const SAYS: Record<Unreadable, string> = {
  malformed: 'it is not a sealed text',
  unknown_key: 'the key that it was sealed with is not among SECRETS_KEYS',
  not_authentic: 'it has been altered, or was sealed for another place or with another key of the same name',
};

/** A stored secret that can't be opened. It never repeats any of the secret, nor of the sealed text. */
export class SecretsError extends AppError<'secrets.unreadable'> {
  constructor(where: string, reason: Unreadable) {
    super('secrets.unreadable', `The secret in ${where} can’t be read: ${SAYS[reason]}`, {
      details: { reason },
    });
  }
}
