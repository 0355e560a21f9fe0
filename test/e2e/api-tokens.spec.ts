import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
} from 'node:crypto';
import fc from 'fast-check';
import { newId } from '#libs/kernel';
import { SecretBox, SecretsConfig } from '#libs/secrets';
import {
  type ApiProcess,
  bearer,
  json,
  launch,
  PASSWORD,
  startApi,
  TENANT_ID,
  until,
} from './api-process.js';

type Part = Record<string, unknown>;
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const now = () => Math.floor(Date.now() / 1_000);

interface Forge {
  header?: Part;
  claims?: Part;
  key?: KeyObject;
}

describe('access tokens', () => {
  let api: ApiProcess;
  let user: { id: string; email: string };
  let signed: { header: Part; claims: Part; token: string };
  let genuine: KeyObject;
  let jwk: JsonWebKey & { kid: string };

  beforeAll(async () => {
    api = await startApi();
    user = await api.addUser('USER');
    const response = await fetch(`${api.url}/v1/auth/login`, json({ email: user.email, password: PASSWORD }));
    const { accessToken: token } = (await response.json()) as { accessToken: string };
    const [header, claims] = token
      .split('.', 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Part);
    signed = { header: header!, claims: claims!, token };
    [jwk] = (await keys()) as [typeof jwk];
    genuine = await genuineKey(api, jwk.kid);
  });
  afterAll(() => api?.stop());

  const keys = async () =>
    ((await (await fetch(`${api.url}/.well-known/jwks.json`)).json()) as { keys: (typeof jwk)[] }).keys;
  const jobs = (token: string) => fetch(`${api.url}/v1/jobs`, { headers: bearer(token) });
  const es256 = (text: string, key: KeyObject) =>
    sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const forge = ({ header = {}, claims = {}, key = genuine }: Forge = {}) => {
    const text = `${encode({ ...signed.header, ...header })}.${encode({ ...signed.claims, ...claims })}`;
    return `${text}.${es256(text, key)}`;
  };
  const hmacForge = (header: Part, secret: string | Buffer, hash = 'sha256') => {
    const text = `${encode({ ...signed.header, ...header })}.${encode(signed.claims)}`;
    return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
  };
  const expectRefused = async (token: string) => {
    const response = await jobs(token);
    expect([response.status, ((await response.json()) as { type: string }).type]).toEqual([
      401,
      '/problems/auth.unauthenticated',
    ]);
  };

  it('say who they are for and how they are signed', () => {
    expect(signed.header).toEqual({ alg: 'ES256', kid: jwk.kid, typ: 'at+jwt' });
    expect(signed.claims).toMatchObject({
      iss: 'aiprod',
      aud: 'aiprod-api',
      sub: user.id,
      tid: TENANT_ID,
      exp: (signed.claims.iat as number) + 900,
    });
  });

  it('can be checked by anybody with the published keys, which say nothing of the private ones', async () => {
    const response = await fetch(`${api.url}/.well-known/jwks.json`);
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(jwk).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: expect.any(String),
      y: expect.any(String),
      kid: expect.any(String),
      alg: 'ES256',
      use: 'sig',
    });
    const [row] = await api.database.query<{ sealed: string }>(
      'SELECT private_key_sealed AS sealed FROM signing_keys',
    );
    expect(row?.sealed).not.toContain('PRIVATE KEY');
  });

  it('open the door: the forged ones below are made like this one', async () => {
    expect((await jobs(forge())).status).toBe(200);
  });

  describe('that are forged', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

    const KIDS: unknown[] = [
      '../../../../dev/null',
      '/etc/passwd',
      'file:///dev/null',
      'https://evil.example/jwks.json',
      "' OR '1'='1",
      "'; DROP TABLE signing_keys; --",
      "x' UNION SELECT 'secret' --",
      '__proto__',
      'constructor',
      'toString',
      '',
      'a'.repeat(100_000),
      '\0',
      null,
      0,
      {},
      [],
      ['a'],
      true,
    ];
    const kid = (value: unknown) => forge({ header: { kid: value }, key: other.privateKey });

    it.each<[string, () => string]>([
      ['alg none', () => `${encode({ ...signed.header, alg: 'none' })}.${encode(signed.claims)}.`],
      ['alg None', () => forge({ header: { alg: 'None' } })],
      ['alg none with a signature', () => forge({ header: { alg: 'none' } })],
      ['no alg', () => forge({ header: { alg: undefined } })],
      ['the public key as an HMAC secret (PEM)', () => hmacForge({ alg: 'HS256' }, pem())],
      ['the public key as an HMAC secret (PEM, trimmed)', () => hmacForge({ alg: 'HS256' }, pem().trim())],
      ['the public key as an HMAC secret (JWK)', () => hmacForge({ alg: 'HS256' }, JSON.stringify(jwk))],
      ['the public key as an HMAC secret (DER)', () => hmacForge({ alg: 'HS256' }, der())],
      ['the same under the right alg', () => hmacForge({}, pem())],
      ['HS384', () => hmacForge({ alg: 'HS384' }, pem(), 'sha384')],
      ['an empty HMAC secret', () => hmacForge({ alg: 'HS256' }, '')],
      ['an RSA signature', () => rs256()],
      ['another key', () => forge({ key: other.privateKey })],
      [
        'a key of its own in the header',
        () => forge({ header: { jwk: other.publicKey.export({ format: 'jwk' }) }, key: other.privateKey }),
      ],
      [
        'a key set of its own',
        () => forge({ header: { jku: 'https://evil.example' }, key: other.privateKey }),
      ],
      ['a certificate of its own', () => forge({ header: { x5c: ['MIIB'] }, key: other.privateKey })],
      ['an unknown critical header', () => forge({ header: { crit: ['exp'] } })],
      ['an unencoded payload', () => forge({ header: { b64: false, crit: ['b64'] } })],
      ['typ JWT', () => forge({ header: { typ: 'JWT' } })],
      ['no typ', () => forge({ header: { typ: undefined } })],
      ['another audience', () => forge({ claims: { aud: 'someone-else' } })],
      ['several audiences', () => forge({ claims: { aud: ['aiprod-api', 'x'] } })],
      ['no audience', () => forge({ claims: { aud: undefined } })],
      ['another issuer', () => forge({ claims: { iss: 'https://evil.example' } })],
      ['no issuer', () => forge({ claims: { iss: undefined } })],
      ['a time that has passed', () => forge({ claims: { iat: now() - 120, exp: now() - 60 } })],
      ['a time that has just passed', () => forge({ claims: { exp: now() } })],
      ['a time that is yet to come', () => forge({ claims: { nbf: now() + 60 } })],
      ['no end', () => forge({ claims: { exp: undefined } })],
      ['an end that is no number', () => forge({ claims: { exp: '9999999999' } })],
      ['an endless end', () => forge({ claims: { exp: 1e308 } })],
      ['no session', () => forge({ claims: { sid: undefined } })],
      ['another tenant', () => forge({ claims: { tid: newId() } })],
      ['a user that does not exist', () => forge({ claims: { sub: newId() } })],
      ['a user that is no id', () => forge({ claims: { sub: "' OR 1=1 --" } })],
      ['another user under the same signature', () => resigned({ sub: newId() })],
      ['claims that are no object', () => raw(`${encode(signed.header)}.${encode('hello')}`)],
      ['claims that are no JSON', () => raw(`${encode(signed.header)}.bm8`)],
      ['a header that is no JSON', () => raw(`bm8.${encode(signed.claims)}`)],
      ['the header written otherwise', () => raw(`${respelt()}.${encode(signed.claims)}`)],
      ['a signature in DER', () => derSigned()],
      ['an all-zero signature', () => `${parts().slice(0, 2).join('.')}.${'A'.repeat(86)}`],
      ['no signature', () => `${parts().slice(0, 2).join('.')}.`],
      ['two parts', () => parts().slice(0, 2).join('.')],
      ['four parts', () => `${signed.token}.x`],
      ['five parts (JWE)', () => `${signed.token}.x.y`],
      ['no form at all', () => 'nonsense'],
      ['padding', () => `${signed.token}==`],
      ...KIDS.map((value): [string, () => string] => [
        `kid ${JSON.stringify(value).slice(0, 40)}`,
        () => kid(value),
      ]).filter(([name]) => !name.includes('aaaa')),
    ])('are refused: %s', async (_name, make) => {
      await expectRefused(make());
    });

    it('are refused where they are huge, before anything reads them', async () => {
      const response = await jobs(kid('a'.repeat(100_000))).catch(() => null);
      // Node refuses headers of this size itself.
      expect([401, 431, undefined]).toContain(response?.status);
      await expectRefused(kid('a'.repeat(5_000)));
    });

    it('are refused wherever they are cut off or a character is changed', async () => {
      const { token } = signed;
      const cut = fc.nat(token.length - 1).map((at) => token.slice(0, at));
      const changed = fc
        .tuple(fc.nat(token.length - 2), fc.constantFrom(...'Aa0-_.~'))
        .map(([at, char]) => token.slice(0, at) + char + token.slice(at + 1))
        .filter((forged) => forged !== token);
      const junk = fc.stringMatching(/^[\x21-\x7e]{1,200}$/);
      await fc.assert(
        fc.asyncProperty(fc.oneof(cut, changed, junk), (forged) => expectRefused(forged)),
        { seed: 20261121, numRuns: 150 },
      );
    });

    const publicKey = () => createPublicKey({ key: jwk, format: 'jwk' });
    const pem = () => publicKey().export({ type: 'spki', format: 'pem' }).toString();
    const der = () => publicKey().export({ type: 'spki', format: 'der' });
    const parts = () => signed.token.split('.');
    const raw = (text: string) => `${text}.${es256(text, genuine)}`;
    const resigned = (claims: Part) =>
      [parts()[0], encode({ ...signed.claims, ...claims }), parts()[2]].join('.');
    const respelt = () => Buffer.from(JSON.stringify(signed.header, null, 1)).toString('base64url');
    const rs256 = () => {
      const text = `${encode({ ...signed.header, alg: 'RS256' })}.${encode(signed.claims)}`;
      return `${text}.${sign('sha256', Buffer.from(text), rsa.privateKey).toString('base64url')}`;
    };
    const derSigned = () => {
      const text = parts().slice(0, 2).join('.');
      return `${text}.${sign('sha256', Buffer.from(text), genuine).toString('base64url')}`;
    };
  });

  it('end soon for a user who is disabled', async () => {
    const { id, email } = await api.addUser('USER');
    const response = await fetch(`${api.url}/v1/auth/login`, json({ email, password: PASSWORD }));
    const { accessToken } = (await response.json()) as { accessToken: string };
    expect((await jobs(accessToken)).status).toBe(200);
    await api.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [id]);
    await until(async () => (await jobs(accessToken)).status === 401);
  });

  it('are good at every API process', async () => {
    const { child, url } = await launch({ STORAGE_DIR: api.storageDir });
    const response = await fetch(`${url}/v1/jobs`, { headers: bearer(signed.token) });
    child.kill();
    expect(response.status).toBe(200);
  });
});

/** The key that the API signs with: what a thief of the database and of its master key would hold. */
async function genuineKey(api: ApiProcess, kid: string): Promise<KeyObject> {
  const [row] = await api.database.query<{ sealed: string }>(
    'SELECT private_key_sealed AS sealed FROM signing_keys WHERE kid = $1',
    [kid],
  );
  const box = new SecretBox(() => SecretsConfig.fromEnv().SECRETS_KEYS);
  const place = { table: 'signing_keys', column: 'private_key_sealed', row: kid };
  return createPrivateKey(box.open(row!.sealed, place));
}
