import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '#libs/config';
import { SecretManagerRestServer, VaultServer, type SecretMishap } from '#libs/testing';
import { resolveSettings } from '../index.js';

const TOKEN = 'hvs.token-of-the-test';
const SECRET = 'gemini-key-4f1c9b7e2d';
/** Only a server that says nothing at all is not waited for. */
const patience = (mishap: SecretMishap) => (mishap === 'silent' ? { SECRET_SOURCE_TIMEOUT_MS: '300' } : {});
const PATH = 'secret/data/aiprod/keys';
const dir = mkdtempSync(join(tmpdir(), 'sources-'));
const file = (name: string, content: string): string => {
  writeFileSync(join(dir, name), content);
  return join(dir, name);
};
afterAll(() => rmSync(dir, { recursive: true }));

const resolved = async (env: NodeJS.ProcessEnv) => {
  const settings = { SECRET_SOURCE_TIMEOUT_MS: '30000', ...env };
  await resolveSettings(settings);
  return settings as NodeJS.ProcessEnv;
};
const failure = async (env: NodeJS.ProcessEnv): Promise<ConfigError> => {
  const error: unknown = await resolved(env).catch((caught: unknown) => caught);
  if (error instanceof ConfigError) return error;
  throw new Error('it was resolved');
};

/** For each thing that can go wrong what the operator is told, and how often the server is asked. */
const MISHAPS: [SecretMishap, RegExp, number][] = [
  ['forbidden', /does not allow this to our credentials \(403\)/, 1],
  ['missing', /has no such secret, or does not show it to us \(404\)/, 1],
  ['sealed', /is sealed, or not available \(503\)/, 3],
  ['malformed', /not its documented form/, 1],
  ['wrong-form', /not its documented form/, 1],
  ['silent', /has not answered within 300 ms/, 3],
  ['redirect', /can’t be reached/, 3],
];

describe('settings that name a secret of HashiCorp Vault', () => {
  let vault: VaultServer;
  const asked = () => vault.asked.filter((path) => path === `/v1/${PATH}`).length;
  const settings = (more: NodeJS.ProcessEnv = {}) => ({
    VAULT_ADDR: `${vault.url}/`,
    VAULT_TOKEN: TOKEN,
    GEMINI_API_KEY: `vault:${PATH}#gemini`,
    ...more,
  });

  beforeEach(async () => {
    const secrets = { [PATH]: { gemini: SECRET, runway: 'runway-key', count: 3, empty: '' } };
    vault = await new VaultServer(secrets, { token: TOKEN, role: 'aiprod', jwt: 'ey.jwt' }).start();
  });
  afterEach(() => vault.close());

  it('are given it, with one question for all fields of a secret; others stay as they are', async () => {
    const env = await resolved(
      settings({ RUNWAY_API_KEY: `vault:${PATH}#runway`, LOG_LEVEL: 'info', EMPTY: '' }),
    );
    expect(env).toMatchObject({
      GEMINI_API_KEY: SECRET,
      RUNWAY_API_KEY: 'runway-key',
      LOG_LEVEL: 'info',
      EMPTY: '',
    });
    expect(asked()).toBe(1);
  });

  it('are given it with a token from a file, in a namespace', async () => {
    const token = { VAULT_TOKEN: '', VAULT_TOKEN_FILE: file('token', `${TOKEN}\n`) };
    const env = await resolved(settings({ ...token, VAULT_NAMESPACE: 'film/team' }));
    expect(env.GEMINI_API_KEY).toBe(SECRET);
    expect(vault.namespaces).toEqual(['film/team']);
  });

  it('are given it to a Kubernetes service account', async () => {
    const VAULT_K8S_TOKEN_PATH = file('jwt', 'ey.jwt\n');
    const env = await resolved(settings({ VAULT_TOKEN: '', VAULT_K8S_ROLE: 'aiprod', VAULT_K8S_TOKEN_PATH }));
    expect(env.GEMINI_API_KEY).toBe(SECRET);
    const stranger = await failure(
      settings({ VAULT_TOKEN: '', VAULT_K8S_ROLE: 'other', VAULT_K8S_TOKEN_PATH }),
    );
    expect(stranger.message).toMatch(/GEMINI_API_KEY: Vault does not allow this/);
  });

  it.each(MISHAPS)('are not used when it is %s', async (mishap, says, times) => {
    vault.mishaps = [mishap, mishap, mishap];
    const { message } = await failure(settings(patience(mishap)));
    expect(message).toMatch(says);
    expect(message).toContain('GEMINI_API_KEY');
    expect(asked()).toBe(times);
    expect(message).not.toMatch(new RegExp(`${SECRET}|${TOKEN}`));
  });

  it('are given it when it was sealed for a moment only', async () => {
    vault.mishaps = ['sealed', 'sealed'];
    expect((await resolved(settings())).GEMINI_API_KEY).toBe(SECRET);
  });

  it.each([
    ['vault:secret/data/aiprod/keys', /must be vault:<mount>\/data\/<path>#<field>/],
    ['vault:secret/aiprod#x', /must be vault:/],
    ['vault:secret/data/../sys/raw#x', /must be vault:/],
    [`vault:${PATH}#other`, /no text in the field other/],
    [`vault:${PATH}#count`, /no text in the field count/],
    [`vault:${PATH}#empty`, /no text in the field empty/],
  ])('can’t be %s', async (GEMINI_API_KEY, says) => {
    expect((await failure(settings({ GEMINI_API_KEY }))).message).toMatch(says);
  });

  it('say what is missing to ask for it', async () => {
    expect((await failure(settings({ VAULT_ADDR: '' }))).message).toContain('VAULT_ADDR');
    expect((await failure(settings({ VAULT_TOKEN: '' }))).message).toContain(
      'VAULT_TOKEN, or VAULT_K8S_ROLE',
    );
  });

  it('are all named when none can be had', async () => {
    const VAULT_ADDR = 'http://127.0.0.1:9';
    const { message } = await failure(settings({ VAULT_ADDR, AUTH_JWT_SECRET: `vault:${PATH}#jwt` }));
    expect(message).toMatch(
      /AUTH_JWT_SECRET: Vault can’t be reached\n {2}GEMINI_API_KEY: Vault can’t be reached/,
    );
  });
});

describe('settings that name a secret of Google Cloud’s Secret Manager', () => {
  const NAME = 'projects/film-42/secrets/gemini/versions/latest';
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  let google: SecretManagerRestServer;
  const settings = (more: NodeJS.ProcessEnv = {}) => ({
    SECRET_MANAGER_URL: google.url,
    GCE_METADATA_HOST: google.host,
    GEMINI_API_KEY: `gcp:${NAME}`,
    ...more,
  });

  beforeEach(async () => {
    // The check value of CRC-32C: of the text 123456789.
    const secrets = { [NAME]: { value: '123456789', crc32c: String(0xe3069283) } };
    google = await new SecretManagerRestServer(secrets, { email: 'a@film-42.example', publicKey }).start();
  });
  afterEach(() => google.close());

  it('are given it with the machine’s own account', async () => {
    expect((await resolved(settings())).GEMINI_API_KEY).toBe('123456789');
  });

  it('are given it with the key of a service account, whose statement is signed', async () => {
    const key = {
      type: 'service_account',
      client_email: 'a@film-42.example',
      token_uri: `${google.url}/token`,
    };
    const path = file('account.json', JSON.stringify({ ...key, private_key: privateKey }));
    expect((await resolved(settings({ GOOGLE_APPLICATION_CREDENTIALS: path }))).GEMINI_API_KEY).toBe(
      '123456789',
    );
    expect(google.asked).not.toContain('/computeMetadata/v1/instance/service-accounts/default/token');
    const other = file(
      'other.json',
      JSON.stringify({ ...key, client_email: 'b@film-42.example', private_key: privateKey }),
    );
    expect((await failure(settings({ GOOGLE_APPLICATION_CREDENTIALS: other }))).message).toContain(
      'token server',
    );
    const broken = file('broken.json', JSON.stringify({ ...key, private_key: 'none' }));
    expect((await failure(settings({ GOOGLE_APPLICATION_CREDENTIALS: broken }))).message).toContain(
      'private key',
    );
    const none = await failure(settings({ GOOGLE_APPLICATION_CREDENTIALS: join(dir, 'none.json') }));
    expect(none.message).toContain('no key of a service account');
  });

  it.each(MISHAPS)('are not used when it is %s', async (mishap, says) => {
    google.mishaps = [mishap, mishap, mishap];
    const { message } = await failure(settings(patience(mishap)));
    expect(message).toMatch(says);
    expect(message).not.toMatch(/123456789|MTIzNDU2Nzg5|ya29/);
  });

  it('are not used when they do not fit their checksum', async () => {
    google.corrupt = true;
    expect((await failure(settings())).message).toContain('does not fit its checksum');
  });

  it('can’t name anything else', async () => {
    for (const GEMINI_API_KEY of ['gcp:gemini', `gcp:${NAME}/../x`, 'gcp:projects/p/secrets/s']) {
      expect((await failure(settings({ GEMINI_API_KEY }))).message).toContain('must be gcp:projects/');
    }
    const unknown = await failure(settings({ GEMINI_API_KEY: 'gcp:projects/p/secrets/s/versions/7' }));
    expect(unknown.message).toContain('has no such secret');
  });
});
