import { Injectable } from '@nestjs/common';
import { AnchorKeys, type Anchor } from '../domain/anchor.js';
import { AnchorCheck, checkEnd, explain, follow, START, type Checked, type Damage } from '../domain/chain.js';
import { AuditStore, type ChainSnapshot } from '../persistence/audit-store.js';

export interface ChainReport {
  tenantId: string;
  /** Entries that are whole, from the first on. */
  entries: number;
  /** Null for a whole chain. */
  damage: Damage | null;
  anchors: { good: number; bad: number; unknown: number };
}

export interface VerifyOptions {
  /** What to trust anchors by. */
  keys: AnchorKeys;
  /** Anchors that are kept outside the database. */
  anchors?: readonly Anchor[];
  /** Told after each entry. */
  onProgress?: (entries: number) => void;
}

/** Proves that audit logs are as they were written, or says where the first one is not. Reads only. */
@Injectable()
export class AuditVerifier {
  constructor(private readonly store: AuditStore) {}

  /** Chains of which there is any trace, with how many entries they should have. @param tenantId null for all */
  async chains(
    tenantId: string | null,
    kept: readonly Anchor[] = [],
  ): Promise<{ tenantId: string; seq: number }[]> {
    const chains = new Map((await this.store.chains(tenantId)).map((chain) => [chain.tenantId, chain]));
    for (const anchor of kept) {
      if (tenantId !== null && anchor.tenantId !== tenantId) continue;
      const seq = Math.max(anchor.seq, chains.get(anchor.tenantId)?.seq ?? 0);
      chains.set(anchor.tenantId, { tenantId: anchor.tenantId, seq });
    }
    return [...chains.values()];
  }

  verify(tenantId: string, options: VerifyOptions): Promise<ChainReport> {
    return this.store.read(tenantId, async (chain) => {
      const kept = (options.anchors ?? []).filter((anchor) => anchor.tenantId === tenantId);
      // The same anchor may be kept in both places.
      const anchors = [
        ...new Map([...chain.anchors, ...kept].map((anchor) => [anchor.signature, anchor])).values(),
      ];
      const verdicts = anchors.map((anchor) => options.keys.check(anchor));
      const count = (verdict: string) => verdicts.filter((found) => found === verdict).length;
      const good = anchors.filter((_, index) => verdicts[index] === 'good');
      const { entries, damage } = await check(chain, good, options.onProgress);
      const counts = { good: good.length, bad: count('bad'), unknown: count('unknown') };
      return { tenantId, entries, damage, anchors: counts };
    });
  }
}

async function check(
  chain: ChainSnapshot,
  anchors: readonly Anchor[],
  onProgress: VerifyOptions['onProgress'],
): Promise<{ entries: number; damage: Damage | null }> {
  const anchored = new AnchorCheck(anchors);
  let checked: Checked = START;
  let disagreement: Damage | null = null;
  for await (const event of chain.events(1)) {
    const next = follow(checked, event);
    if (next === null) {
      const from = checked.seq + 1;
      return report(checked, await explain(checked, () => chain.events(from)), disagreement);
    }
    checked = next;
    disagreement ??= anchored.follow(checked);
    onProgress?.(checked.seq);
  }
  return report(checked, checkEnd(checked, chain.end), disagreement ?? anchored.end(checked.seq));
}

/** An anchor only knows that something before it differs: what the entries themselves tell of that stretch is more precise. */
function report(
  { seq }: Checked,
  found: Damage | null,
  disagreement: Damage | null,
): { entries: number; damage: Damage | null } {
  const isEarlier = disagreement?.to !== undefined && found !== null && disagreement.to < found.seq;
  const damage = isEarlier ? disagreement : (found ?? disagreement);
  return { entries: damage === null ? seq : damage.seq - 1, damage };
}
