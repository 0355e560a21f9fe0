import { createPublicKey, createVerify, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What happens to the next questions, first come first served; without a script each is answered. */
export type SecretMishap =
  'forbidden' | 'missing' | 'sealed' | 'malformed' | 'wrong-form' | 'silent' | 'redirect';

interface Answer {
  status: number;
  body: unknown;
}

abstract class SecretManagerServer {
  mishaps: SecretMishap[] = [];
  readonly asked: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.handle(request, response).catch(() => response.destroy());
  });

  async start(): Promise<this> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return this;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  protected abstract answer(request: IncomingMessage, body: string): Answer;
  protected abstract error(status: number, message: string): Answer;

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked.push(request.url ?? '');
    const body = await text(request);
    const mishap = this.mishaps.shift();
    // Like some real ones, it repeats what it was sent.
    const sent = JSON.stringify(request.headers) + body;
    switch (mishap) {
      case 'silent':
        return;
      case 'redirect':
        return void response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end();
      case 'malformed':
        return void response.writeHead(200).end(`<html>${sent}</html>`);
      case 'wrong-form':
        return this.reply(response, { status: 200, body: { sent } });
      case 'forbidden':
        return this.reply(response, this.error(403, sent));
      case 'missing':
        return this.reply(response, this.error(404, sent));
      case 'sealed':
        return this.reply(response, this.error(503, 'Vault is sealed'));
      case undefined:
        return this.reply(response, this.answer(request, body));
    }
  }

  private reply(response: ServerResponse, { status, body }: Answer): void {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

/** HashiCorp Vault's KV version 2 and its Kubernetes sign-in (developer.hashicorp.com/vault/api-docs). */
export class VaultServer extends SecretManagerServer {
  readonly namespaces: unknown[] = [];

  constructor(
    private readonly secrets: Record<string, Record<string, unknown>>,
    private readonly access: { token: string; role?: string; jwt?: string },
  ) {
    super();
  }

  protected override answer({ url = '', method, headers }: IncomingMessage, body: string): Answer {
    this.namespaces.push(headers['x-vault-namespace']);
    if (method === 'POST' && url === '/v1/auth/kubernetes/login') {
      const { role, jwt } = JSON.parse(body) as Record<string, string>;
      if (role !== this.access.role || jwt !== this.access.jwt) return this.error(403, 'permission denied');
      const auth = {
        client_token: this.access.token,
        accessor: 'a',
        policies: ['default'],
        lease_duration: 3_600,
      };
      return { status: 200, body: { request_id: 'r', auth: { ...auth, renewable: true } } };
    }
    if (headers['x-vault-token'] !== this.access.token) return this.error(403, 'permission denied');
    const data = this.secrets[url.replace('/v1/', '')];
    if (data === undefined) return { status: 404, body: { errors: [] } };
    const metadata = {
      created_time: '2026-11-21T09:30:00Z',
      deletion_time: '',
      destroyed: false,
      version: 3,
    };
    return { status: 200, body: { request_id: 'r', lease_duration: 0, data: { data, metadata } } };
  }

  protected override error(status: number, message: string): Answer {
    return { status, body: { errors: [message] } };
  }
}

/**
 * Google Cloud's Secret Manager, the metadata server and the token server in one (cloud.google.com/secret-manager/docs/reference/rest).
 * Checksums are given for every secret.
 */
export class SecretManagerRestServer extends SecretManagerServer {
  private static readonly TOKEN = 'ya29.token-of-the-test';
  corrupt = false;

  constructor(
    private readonly secrets: Record<string, { value: string; crc32c: string }>,
    private readonly account?: { email: string; publicKey: KeyObject | string },
  ) {
    super();
  }

  protected override answer(request: IncomingMessage, body: string): Answer {
    const { url = '', headers } = request;
    const token = { access_token: SecretManagerRestServer.TOKEN, expires_in: 3_599, token_type: 'Bearer' };
    if (url === '/computeMetadata/v1/instance/service-accounts/default/token') {
      return headers['metadata-flavor'] === 'Google'
        ? { status: 200, body: token }
        : this.error(403, 'missing flavor');
    }
    if (url === '/token')
      return this.isSigned(body) ? { status: 200, body: token } : this.error(400, 'invalid_grant');
    if (headers.authorization !== `Bearer ${SecretManagerRestServer.TOKEN}`)
      return this.error(401, 'unauthenticated');
    const name = /^\/v1\/(.+):access$/.exec(url)?.[1] ?? '';
    const secret = this.secrets[name];
    if (secret === undefined) return this.error(404, `Secret [${name}] not found`);
    const data = Buffer.from(this.corrupt ? `${secret.value}?` : secret.value).toString('base64');
    return { status: 200, body: { name, payload: { data, dataCrc32c: secret.crc32c } } };
  }

  protected override error(code: number, message: string): Answer {
    return { status: code, body: { error: { code, message, status: 'FAILED' } } };
  }

  private isSigned(body: string): boolean {
    const form = new URLSearchParams(body);
    const [head, claims, signature] = (form.get('assertion') ?? '').split('.') as [string, string, string];
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer' || !this.account)
      return false;
    const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
    const key = createPublicKey(this.account.publicKey as string);
    return (
      said.iss === this.account.email &&
      said.aud === `${this.url}/token` &&
      said.scope === 'https://www.googleapis.com/auth/cloud-platform' &&
      Number(said.exp) - Number(said.iat) === 3_600 &&
      createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(key, signature, 'base64url')
    );
  }
}
