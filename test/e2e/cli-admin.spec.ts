import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newId } from '#libs/kernel';
import { newMasterKey } from '#libs/secrets';
import { type ApiProcess, startApi, TENANT_ID } from './api-process.js';

const MAIN = fileURLToPath(new URL('../../apps/cli/src/main.js', import.meta.url));
const KEY = 'gemini-key-4f1c9b7e2d';

describe('npm run admin', () => {
  const dir = mkdtempSync(join(tmpdir(), 'admin-'));
  let api: ApiProcess;
  let token: string;

  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenOf('ADMIN');
  });
  afterAll(async () => {
    await api?.stop();
    rmSync(dir, { recursive: true });
  });

  const run = (args: string[], { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {}) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const settings = { ...process.env, AIPROD_URL: api.url, AIPROD_TOKEN: token, ...env };
      const child = spawn(process.execPath, [MAIN, 'admin', ...args], { env: settings });
      const said = { out: '', err: '' };
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said.out += chunk));
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said.err += chunk));
      child.once('close', (code) => resolve({ code, ...said }));
      child.stdin.end(input);
    });

  it('sets a tenant’s provider key from standard input or a file, lists and removes it', async () => {
    const set = await run(['provider-keys', 'set', 'gemini'], { input: `${KEY}\n` });
    expect(set).toMatchObject({
      code: 0,
      out: `Tenant ${TENANT_ID} now pays gemini with its own key …7e2d.\n`,
    });
    writeFileSync(join(dir, 'key'), 'runway-key-8a3e5d1f60\n');
    const fromFile = await run(['provider-keys', 'set', 'runway', '--key-file', join(dir, 'key')]);
    expect(fromFile.out).toContain('…1f60');
    const { out } = await run(['provider-keys', 'list', '--tenant', TENANT_ID]);
    expect(out).toMatch(/PROVIDER +KEY +SET AT +BY\ngemini +…7e2d .*\nrunway +…1f60 /);
    expect((await run(['provider-keys', 'remove', 'runway'])).code).toBe(0);
    expect((await run(['provider-keys', 'list'])).out).not.toContain('runway');
    expect(`${set.out}${set.err}${out}`).not.toContain(KEY);
  });

  it('says what is wrong with a key, a provider or a tenant', async () => {
    const bad = await run(['provider-keys', 'set', 'gemini'], { input: 'short' });
    expect([bad.code, bad.err]).toEqual([1, expect.stringContaining('16 to 512 visible ASCII characters')]);
    const whose = await run(['provider-keys', 'set', 'acme'], { input: KEY });
    expect(whose.err).toContain('must be one of anthropic, elevenlabs, gemini');
    const nobody = await run(['provider-keys', 'list', '--tenant', newId()]);
    expect(nobody.err).toContain('There is no tenant with this id');
    expect((await run(['provider-keys', 'remove', 'runway'])).code).toBe(1);
  });

  it('wraps stored secrets anew for a new key', async () => {
    const SECRETS_KEYS = `${newMasterKey('next')},${process.env.SECRETS_KEYS}`;
    const dry = await run(['secrets', 'rotate', '--dry-run'], { env: { SECRETS_KEYS } });
    expect(dry.out).toMatch(/tenant_provider_keys\.key_sealed +1 +1 +0/);
    const done = await run(['secrets', 'rotate'], { env: { SECRETS_KEYS } });
    expect(done).toMatchObject({ code: 0, out: expect.stringMatching(/key_sealed +1 +1 +0/) });
    const again = await run(['secrets', 'rotate'], { env: { SECRETS_KEYS } });
    expect(again.out).toContain('Nothing is left to rewrap');
    const without = await run(['secrets', 'rotate']);
    expect([without.code, without.out]).toEqual([
      1,
      expect.stringContaining(`tenant_provider_keys ${TENANT_ID}/gemini: no key of SECRETS_KEYS opens it`),
    ]);
  });

  it('refuses to work on secrets without keys, naming the setting', async () => {
    const { code, err } = await run(['secrets', 'rotate'], { env: { SECRETS_KEYS: '' } });
    expect([code, err]).toEqual([1, expect.stringContaining('SECRETS_KEYS: is not set')]);
  });

  it('reports costs as a table, as CSV and as JSON', async () => {
    const day = new Date().toISOString().slice(0, 10);
    expect((await run(['costs'])).out).toBe(`Spent from ${day.slice(0, 8)}01 to ${day}: $0.00\n`);
    expect((await run(['costs', '--by', 'provider', '--csv'])).out).toBe(
      'provider,purchases,spent_micros\r\n',
    );
    const { out } = await run([
      'costs',
      '--by',
      'user',
      '--from',
      '2026-01-01',
      '--to',
      '2026-02-01',
      '--json',
    ]);
    expect(JSON.parse(out)).toEqual({
      ...{ groupBy: 'user', from: '2026-01-01', to: '2026-02-01' },
      ...{ totalMicros: 0, items: [] },
    });
    const wrong = await run(['costs', '--from', 'yesterday']);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('must be a day such as')]);
  });
});
