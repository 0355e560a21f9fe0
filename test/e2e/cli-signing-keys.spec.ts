import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ApiProcess, launch, startApi, until } from './api-process.js';
import { SignInClient, type Tokens } from './sign-in-client.js';

const CLI = fileURLToPath(new URL('../../apps/cli/src/main.js', import.meta.url));
const run = promisify(execFile);

describe('the keys that sign access tokens', () => {
  let api: ApiProcess;
  let client: SignInClient;
  beforeAll(async () => {
    api = await startApi();
    client = new SignInClient(api.url);
  });
  afterAll(() => api?.stop());

  const keys = async (...args: string[]) =>
    (await run(process.execPath, [CLI, 'admin', 'signing-keys', ...args], { env: process.env })).stdout;
  const published = async () => {
    const response = await fetch(`${api.url}/.well-known/jwks.json`);
    return ((await response.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  };
  const kidOf = ({ accessToken }: Tokens) =>
    (JSON.parse(Buffer.from(accessToken.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;
  const signIn = async () => (await client.login((await api.addUser('USER')).email)).body;

  it('are published before they sign, take over, and leave the tokens of the old one good', async () => {
    const [old] = await published();
    const before = await signIn();
    expect(await keys('rotate')).toMatch(/^Signs in 600 s: [\w-]{43}\n$/);
    await until(async () => (await published()).length === 2);
    expect(kidOf(await signIn())).toBe(old);
    expect(await keys('list')).toMatch(/waits[^]*signs/);

    await api.database.query('UPDATE signing_keys SET signs_from = now() WHERE kid <> $1', [old]);
    await until(async () => kidOf(await signIn()) !== old);
    expect(await client.opens(before.accessToken)).toBe(true);
    expect(await published()).toContain(old);
    const later = await launch({ STORAGE_DIR: api.storageDir });
    const opens = await new SignInClient(later.url).opens(before.accessToken);
    later.child.kill();
    expect(opens).toBe(true);
  });

  it('are dropped when no token of theirs can be good any more', async () => {
    const before = await published();
    expect(before).toHaveLength(2);
    await api.database.query("UPDATE signing_keys SET signs_from = signs_from - interval '17 minutes'");
    await until(async () => (await published()).length === 1);
  });

  it('are withdrawn at once where one may have leaked, without anybody having to sign in again', async () => {
    const session = await signIn();
    expect(await client.opens(session.accessToken)).toBe(true);
    expect(await keys('rotate', '--now')).toMatch(/^Signs from now on: [\w-]+\nWithdrawn: /);
    await until(async () => !(await client.opens(session.accessToken)));
    expect(await published()).toHaveLength(1);
    const { body, status } = await client.refresh(session.refreshToken);
    expect(status).toBe(200);
    expect(await client.opens(body.accessToken)).toBe(true);
    const [entry] = await api.database.query<{ details: { withdrawn: string[] } }>(
      "SELECT details FROM audit_events WHERE action = 'signing_key.rotated' ORDER BY seq DESC LIMIT 1",
    );
    expect(entry?.details.withdrawn).toContain(kidOf(session));
  });

  it('rotate by themselves when they are old', async () => {
    const [current] = await published();
    await api.database.query("UPDATE signing_keys SET signs_from = now() - interval '91 days'");
    await until(async () => (await published()).length === 2);
    expect(await published()).toContain(current);
  });
});
