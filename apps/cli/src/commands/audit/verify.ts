import { existsSync } from 'node:fs';
import { Presets, SingleBar } from 'cli-progress';
import {
  AuditAnchors,
  AuditStore,
  AuditVerifier,
  readAnchorFile,
  type Anchor,
  type AuditConfig,
  type ChainReport,
} from '#libs/auth';
import { AppError, isId } from '#libs/kernel';
import { withOpenDatabase } from '../../stack/open-database.js';
import { table } from '../jobs/table.js';
import { auditConfig } from './config.js';

export interface VerifyOptions {
  readonly tenant?: string;
  readonly anchors?: string;
  readonly json?: boolean;
}

/** Checks logs entry by entry. @returns 1 where any of them is damaged, or an anchor is forged */
export async function verify({ tenant, anchors, json }: VerifyOptions): Promise<number> {
  if (tenant !== undefined && !isId(tenant)) {
    throw new AppError('audit.bad_tenant', '--tenant: must be the id of a tenant');
  }
  const config = auditConfig();
  const kept = await keptAnchors(anchors, config);
  const reports = await withOpenDatabase((database) =>
    check(new AuditStore(database), config, tenant ?? null, kept),
  );
  console.log(json ? JSON.stringify({ chains: reports }) : report(reports));
  return reports.every(({ damage, anchors: { bad } }) => damage === null && bad === 0) ? 0 : 1;
}

async function keptAnchors(file: string | undefined, config: AuditConfig): Promise<Anchor[]> {
  if (file !== undefined) return readAnchorFile(file);
  const configured = config.AUDIT_ANCHOR_FILE;
  return configured !== undefined && existsSync(configured) ? readAnchorFile(configured) : [];
}

async function check(
  store: AuditStore,
  config: AuditConfig,
  tenant: string | null,
  anchors: Anchor[],
): Promise<ChainReport[]> {
  const verifier = new AuditVerifier(store);
  const { keys } = new AuditAnchors(store, config);
  const chains = await verifier.chains(tenant, anchors);
  const bar = new SingleBar({ stream: process.stderr, clearOnComplete: true }, Presets.shades_classic);
  bar.start(
    chains.reduce((sum, { seq }) => sum + seq, 0),
    0,
  );
  const reports: ChainReport[] = [];
  let before = 0;
  for (const { tenantId, seq } of chains) {
    const onProgress = (entries: number) => bar.update(before + entries);
    reports.push(await verifier.verify(tenantId, { keys, anchors, onProgress }));
    before += seq;
  }
  bar.stop();
  return reports;
}

const KINDS = {
  edited: 'edited',
  deleted: 'deleted',
  inserted: 'inserted',
  swapped: 'swapped',
  tail_cut: 'the rest is cut off',
};

function report(reports: ChainReport[]): string {
  const rows = reports.map(({ tenantId, entries, damage, anchors }) => [
    tenantId,
    String(entries),
    damage === null
      ? 'whole'
      : `entry ${damage.seq}${damage.to ? ` to ${damage.to}` : ''}: ${KINDS[damage.kind]}`,
    `${anchors.good} good${anchors.bad ? `, ${anchors.bad} forged` : ''}${anchors.unknown ? `, ${anchors.unknown} by unknown keys` : ''}`,
  ]);
  const damaged = reports.filter(({ damage }) => damage !== null).length;
  const unanchored = reports.filter(({ anchors }) => anchors.good === 0).length;
  const hint =
    unanchored > 0
      ? `\n${unanchored} have no anchor: what was cut off their end with all traces is not missed`
      : '';
  const verdict = `${reports.length} logs checked; ${damaged} damaged${hint}`;
  return rows.length === 0
    ? verdict
    : `${table([['tenant', 'whole entries', 'verdict', 'anchors'], ...rows])}\n${verdict}`;
}
