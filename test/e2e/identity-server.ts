import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { selfSigned } from './certificate.js';

export type Claims = Record<string, unknown>;

interface Key {
  kid: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** What a code was handed out for. */
interface Grant {
  clientId: string;
  redirectUri: string;
  challenge: string;
  claims: Claims;
}

/**
 * An OpenID Connect issuer as its documents describe it: discovery, keys as a set and as certificates, RS256 identity tokens, and the
 * authorization code flow with PKCE, whose codes are good once.
 */
export class IdentityServer {
  readonly asked: string[] = [];
  keys: Key[] = [];
  /** Answers nothing but errors. */
  broken = false;
  /** What its description says that it is; undefined: the truth. */
  pretends: string | undefined;
  /** Who signs in at its page: what the identity tokens say of them. */
  person: Claims = {};
  /** Of clients that PKCE alone does not vouch for. */
  secrets = new Map<string, string>();
  private readonly grants = new Map<string, Grant>();

  private constructor(private readonly server: Server) {
    this.addKey('k1');
  }

  static async start(): Promise<IdentityServer> {
    const server = createServer((request, response) => {
      void self.serve(request).then(({ status, body, location }) => {
        const headers = { 'content-type': 'application/json', ...(location !== undefined && { location }) };
        response.writeHead(status, headers).end(JSON.stringify(body));
      });
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

  private async serve(
    request: IncomingMessage,
  ): Promise<{ status: number; body: unknown; location?: string }> {
    const url = new URL(request.url ?? '/', this.url);
    if (url.pathname === '/authorize') return this.authorize(url.searchParams);
    if (url.pathname === '/token' && request.method === 'POST') {
      return this.exchange(new URLSearchParams(await text(request)), request.headers.authorization);
    }
    return this.answer(url.pathname);
  }

  /** The person has signed in and agreed. */
  private authorize(asked: URLSearchParams): { status: number; body: unknown; location: string } {
    const of = (name: string): string => asked.get(name) ?? '';
    const back = new URL(of('redirect_uri'));
    back.searchParams.set('state', of('state'));
    back.searchParams.set('iss', this.url);
    back.searchParams.set('session_state', 'x');
    const whole = of('response_type') === 'code' && of('scope').split(' ').includes('openid');
    if (whole && of('code_challenge_method') === 'S256') {
      const code = randomUUID();
      const claims = { aud: of('client_id'), nonce: of('nonce'), ...this.person };
      const [clientId, redirectUri] = [of('client_id'), of('redirect_uri')];
      this.grants.set(code, { clientId, redirectUri, challenge: of('code_challenge'), claims });
      back.searchParams.set('code', code);
    } else back.searchParams.set('error', 'invalid_request');
    return { status: 302, body: {}, location: back.href };
  }

  private exchange(form: URLSearchParams, authorization = ''): { status: number; body: unknown } {
    const grant = this.grants.get(form.get('code') ?? '');
    this.grants.delete(form.get('code') ?? '');
    const refused = (error: string) => ({ status: 400, body: { error } });
    if (form.get('grant_type') !== 'authorization_code') return refused('unsupported_grant_type');
    if (grant?.clientId !== form.get('client_id') || grant.redirectUri !== form.get('redirect_uri'))
      return refused('invalid_grant');
    const verifier = createHash('sha256').update(form.get('code_verifier') ?? '');
    if (verifier.digest('base64url') !== grant.challenge) return refused('invalid_grant');
    const secret = this.secrets.get(grant.clientId);
    const pair = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':');
    if (secret !== undefined && new URLSearchParams(`x=${pair[1]}`).get('x') !== secret) {
      return { status: 401, body: { error: 'invalid_client' } };
    }
    const body = { access_token: 'x', token_type: 'Bearer', id_token: this.token(grant.claims) };
    return { status: 200, body };
  }

  private description(): object {
    return {
      issuer: this.pretends ?? this.url,
      jwks_uri: `${this.url}/jwks`,
      authorization_endpoint: `${this.url}/authorize?tenant=x`,
      token_endpoint: `${this.url}/token`,
    };
  }

  private answer(path: string): { status: number; body: unknown } {
    this.asked.push(path);
    if (this.broken) return { status: 500, body: {} };
    if (path === '/.well-known/openid-configuration') {
      return { status: 200, body: this.description() };
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
