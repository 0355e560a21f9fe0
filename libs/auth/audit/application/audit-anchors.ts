import { appendFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { acrossTenants } from '#libs/database';
import { AuditConfig } from '../audit.config.js';
import { AnchorKeys, AnchorSigner, type Anchor } from '../domain/anchor.js';
import { AuditStore } from '../persistence/audit-store.js';

/** Vouches for how far each chain goes, in the database and in a file where one is configured. */
@Injectable()
export class AuditAnchors {
  private readonly signer: AnchorSigner | null;

  constructor(
    private readonly store: AuditStore,
    @Inject(AuditConfig) private readonly config: AuditConfig,
  ) {
    this.signer = config.AUDIT_ANCHOR_KEY === undefined ? null : new AnchorSigner(config.AUDIT_ANCHOR_KEY);
  }

  /** Null where anchors can't be signed: no key is set. Base64. */
  get publicKey(): string | null {
    return this.signer?.publicKey ?? null;
  }

  /** Anchors made with the present key, and with those that are trusted besides. */
  get keys(): AnchorKeys {
    const further = this.config.AUDIT_ANCHOR_PUBLIC_KEYS?.split(',').map((key) => key.trim()) ?? [];
    return new AnchorKeys(this.signer === null ? further : [this.signer.publicKey, ...further]);
  }

  /** Signs the ends of all chains that have grown since. @returns what was signed; nothing where no key is set */
  async anchor(): Promise<Anchor[]> {
    const { signer } = this;
    // Every tenant's chain is anchored.
    return signer === null ? [] : acrossTenants(() => this.anchorAll(signer));
  }

  private async anchorAll(signer: AnchorSigner): Promise<Anchor[]> {
    const signed: Anchor[] = [];
    for (const point of await this.store.toAnchor(signer.keyId)) {
      const anchor = signer.sign(point);
      if (await this.store.addAnchor(anchor)) signed.push(anchor);
    }
    await this.keep(signed);
    return signed;
  }

  private async keep(anchors: Anchor[]): Promise<void> {
    const file = this.config.AUDIT_ANCHOR_FILE;
    if (file === undefined || anchors.length === 0) return;
    await appendFile(file, anchors.map((anchor) => `${JSON.stringify(anchor)}\n`).join(''), { flush: true });
  }
}
