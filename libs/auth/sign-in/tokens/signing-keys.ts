import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { SecretBox } from '#libs/secrets';
import { keyTimes, storedKeys, type StoredKey } from '../persistence/signing-keys.sql.js';
import { SignInConfig } from '../sign-in.config.js';
import { ALGORITHM, headerOf } from './compact-jwt.js';
import { type Ages, placeOfKey, rotateKeysIfDue } from './key-rotation.js';
import { type KeyTimes, rotationIsDue, signingKey, verifyingKeys } from './key-timeline.js';

/** A key of the set that is published (RFC 7517). */
export interface PublishedKey extends JsonWebKey {
  kid: string;
  alg: string;
  use: string;
}

interface LoadedKey {
  header: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
  published: PublishedKey;
}

/** The keys of this moment, in memory: a request looks one up, and never causes one to be fetched. */
@Injectable()
export class SigningKeys {
  private readonly loaded = new Map<string, LoadedKey>();
  private times: KeyTimes[] = [];
  private byHeader = new Map<string, KeyObject>();
  private readonly ages: Ages;

  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    config: SignInConfig,
  ) {
    this.ages = {
      maxAgeMs: config.AUTH_KEY_ROTATION_DAYS * 86_400_000,
      tokenTtlMs: config.AUTH_TOKEN_TTL_SECONDS * 1_000,
    };
  }

  /** Takes in what other processes have changed, and rotates where it is time. @throws SecretsError where a key can't be opened */
  async refresh(): Promise<void> {
    let times = await keyTimes(this.database);
    if (rotationIsDue(times, Date.now(), this.ages.maxAgeMs)) {
      await rotateKeysIfDue(this.database, this.box, this.ages);
      times = await keyTimes(this.database);
    }
    const unknown = times.filter(({ kid, withdrawnAt }) => withdrawnAt === null && !this.loaded.has(kid));
    if (unknown.length > 0) {
      const kids = unknown.map(({ kid }) => kid);
      for (const key of await storedKeys(this.database, kids)) this.loaded.set(key.kid, this.load(key));
    }
    this.use(times);
  }

  /** The key that signed a token with this header; undefined for any other header. */
  readonly verifier = (header: string): KeyObject | undefined => this.byHeader.get(header);

  signer(): { header: string; privateKey: KeyObject } {
    const key = signingKey(this.times, Date.now());
    const loaded = key && this.loaded.get(key.kid);
    if (!loaded) throw new Error('There is no key to sign with');
    return loaded;
  }

  published(): PublishedKey[] {
    return this.alive().map(({ published }) => published);
  }

  private use(times: KeyTimes[]): void {
    const there = new Set(times.map(({ kid }) => kid));
    for (const kid of this.loaded.keys()) if (!there.has(kid)) this.loaded.delete(kid);
    this.times = times;
    this.byHeader = new Map(this.alive().map(({ header, publicKey }) => [header, publicKey]));
  }

  private alive(): LoadedKey[] {
    const keys = verifyingKeys(this.times, Date.now(), this.ages.tokenTtlMs);
    return keys.map(({ kid }) => this.loaded.get(kid)).filter((key) => key !== undefined);
  }

  private load({ kid, publicJwk, privateKeySealed }: StoredKey): LoadedKey {
    return {
      header: headerOf(kid),
      publicKey: createPublicKey({ key: publicJwk, format: 'jwk' }),
      privateKey: createPrivateKey(this.box.open(privateKeySealed, placeOfKey(kid))),
      published: { ...publicJwk, kid, alg: ALGORITHM, use: 'sig' },
    };
  }
}
