import { Injectable } from '@nestjs/common';
import { AuthError } from '../auth.errors.js';
import { Callers, tenantSuspended } from '../callers/callers.js';
import type { Principal } from '../principal.js';
import { parseApiKey, sameHash } from './api-key-format.js';
import { KeyUse } from './key-use.js';

/** Whom an API key stands for. */
@Injectable()
export class ApiKeyCallers {
  constructor(
    private readonly callers: Callers,
    private readonly use: KeyUse,
  ) {}

  /** @throws AuthError `auth.unauthenticated` saying what is wrong with the key, AccessError `auth.tenant_suspended` */
  async identify(text: string): Promise<Principal> {
    const parsed = parseApiKey(text);
    if (parsed === null) throw refused('The API key is mistyped or cut off: its checksum is wrong');
    const known = await this.callers.key(parsed.prefix);
    // Nothing is told about a key to whoever does not hold it.
    if (known === undefined || known.principal === null || !sameHash(known.secretHash, parsed.hash)) {
      throw refused('There is no such API key, or its owner may no longer call');
    }
    if (known.ended === 'revoked') throw refused('The API key has been revoked');
    if (known.ended === 'expired') throw refused('The API key has expired');
    if (known.suspended) throw tenantSuspended();
    this.use.seen(known.id);
    return known.principal;
  }
}

const refused = (why: string) => new AuthError('auth.unauthenticated', why);
