import { createSecretKey, randomBytes } from 'node:crypto';
import { decrypt, encrypt } from './domain/cipher.js';
import { KEY_BYTES, type MasterKey, readMasterKeys } from './domain/master-keys.js';
import { readSealed, type SealedParts, writeSealed } from './domain/sealed-text.js';
import { SecretsError, type Unreadable } from './secrets.errors.js';

/** Where a secret is stored: it can be opened there and nowhere else, so that nobody can move it to another row. */
export interface SecretPlace {
  table: string;
  column: string;
  /** The row's primary key; of several columns, joined by `/`. */
  row: string;
}

/**
 * Seals secrets that must be read back: each with a data key of its own, which a master key wraps (AES-256-GCM, both), so that a new
 * master key needs no secret to be decrypted. Every failure to open one is a `secrets.unreadable`.
 */
export class SecretBox {
  private keys: [MasterKey, ...MasterKey[]];

  /** @param settings the text of SECRETS_KEYS; read again where a key is missing, since a file may have changed */
  constructor(private readonly settings: () => string) {
    this.keys = readMasterKeys(settings())!;
  }

  seal(plaintext: string, place: SecretPlace): string {
    this.refresh();
    const dataKey = randomBytes(KEY_BYTES);
    const box = encrypt(createSecretKey(dataKey), Buffer.from(plaintext, 'utf8'), bound('secret', place));
    return writeSealed({ ...this.wrap(dataKey, place), box });
  }

  /** @throws SecretsError `secrets.unreadable` */
  open(sealed: string, place: SecretPlace): string {
    const parts = partsOf(sealed, place);
    const dataKey = createSecretKey(this.unwrap(parts, place));
    const plain = decrypt(dataKey, parts.box, bound('secret', place));
    if (plain === null) throw unreadable(place, 'not_authentic');
    return plain.toString('utf8');
  }

  /** Whether another master key than the current one is needed to open it. @throws SecretsError `secrets.unreadable` */
  needsRewrap(sealed: string, place: SecretPlace): boolean {
    this.refresh();
    return partsOf(sealed, place).keyId !== this.keys[0].id;
  }

  /** The same secret for the current master key: its data key is wrapped anew, the rest stays. @throws SecretsError */
  rewrap(sealed: string, place: SecretPlace): string {
    this.refresh();
    const parts = partsOf(sealed, place);
    return writeSealed({ ...this.wrap(this.unwrap(parts, place), place), box: parts.box });
  }

  private wrap(dataKey: Buffer, place: SecretPlace): Omit<SealedParts, 'box'> {
    const { id, key } = this.keys[0];
    return { keyId: id, wrappedKey: encrypt(key, dataKey, bound(`key ${id}`, place)) };
  }

  private unwrap({ keyId, wrappedKey }: SealedParts, place: SecretPlace): Buffer {
    const master = this.find(keyId) ?? (this.refresh(), this.find(keyId));
    if (master === undefined) throw unreadable(place, 'unknown_key');
    const dataKey = decrypt(master.key, wrappedKey, bound(`key ${keyId}`, place));
    if (dataKey === null) throw unreadable(place, 'not_authentic');
    return dataKey;
  }

  private find(id: string): MasterKey | undefined {
    return this.keys.find((key) => key.id === id);
  }

  /** A file that is being written, or has become unusable, must not take the keys that are known. */
  private refresh(): void {
    try {
      this.keys = readMasterKeys(this.settings()) ?? this.keys;
    } catch {
      return;
    }
  }
}

function partsOf(sealed: string, place: SecretPlace): SealedParts {
  const parts = readSealed(sealed);
  if (parts === null) throw unreadable(place, 'malformed');
  return parts;
}

const unreadable = ({ table, column }: SecretPlace, reason: Unreadable) =>
  new SecretsError(`${table}.${column}`, reason);

/** As JSON, no two places are spelt alike, whatever their names contain. */
const bound = (what: string, { table, column, row }: SecretPlace): string =>
  JSON.stringify(['aiprod', what, table, column, row]);
