import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './certificate.js';

export type Claims = Record<string, unknown>;

interface Key {
  kid: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** An OpenID Connect issuer as its documents describe it: discovery, keys as a set and as certificates, RS256 identity tokens. */
export class IdentityServer {
  readonly asked: string[] = [];
  keys: Key[] = [];
  /** Answers nothing but errors. */
  broken = false;
  /** What its description says that it is; undefined: the truth. */
  pretends: string | undefined;

  private constructor(private readonly server: Server) {
    this.addKey('k1');
  }

  static async start(): Promise<IdentityServer> {
    const server = createServer((request, response) => {
      const { status, body } = self.answer(request.url ?? '');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    const self = new IdentityServer(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return self;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  addKey(kid: string): void {
    this.keys.push({ kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) });
  }

  /** @param header changes to it */
  token(claims: Claims, header: Claims = {}, key = this.keys.at(-1)!): string {
    const now = Math.floor(Date.now() / 1_000);
    const full = { iss: this.url, iat: now, exp: now + 3_600, ...claims };
    const text = `${encode({ alg: 'RS256', kid: key.kid, typ: 'JWT', ...header })}.${encode(full)}`;
    return `${text}.${sign('sha256', Buffer.from(text), key.privateKey).toString('base64url')}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(path: string): { status: number; body: unknown } {
    this.asked.push(path);
    if (this.broken) return { status: 500, body: {} };
    if (path === '/.well-known/openid-configuration') {
      return { status: 200, body: { issuer: this.pretends ?? this.url, jwks_uri: `${this.url}/jwks` } };
    }
    if (path === '/jwks') {
      const keys = this.keys.map(({ kid, publicKey }) => ({
        ...publicKey.export({ format: 'jwk' }),
        kid,
        use: 'sig',
        alg: 'RS256',
      }));
      return { status: 200, body: { keys } };
    }
    if (path === '/x509') {
      const pairs = this.keys.map(({ kid, publicKey, privateKey }) => [
        kid,
        selfSigned(publicKey, privateKey),
      ]);
      return { status: 200, body: Object.fromEntries(pairs) as unknown };
    }
    return { status: 404, body: {} };
  }
}
