import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, end, json, launch, startApi } from './api-process.js';

export interface User {
  id: string;
  email: string;
  role: string;
  password: string | null;
}

export interface ApiKey {
  id: string;
  key: string;
  prefix: string;
  permissions: string[];
  usable: boolean;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

/** Two API processes on one database, and an administrator of the tenant that operates them. */
export class TwoApis {
  private constructor(
    readonly api: ApiProcess,
    private readonly second: Awaited<ReturnType<typeof launch>>,
    readonly admin: string,
  ) {}

  static async start(): Promise<TwoApis> {
    const api = await startApi();
    const second = await launch({ STORAGE_DIR: api.storageDir });
    return new TwoApis(api, second, await api.tokenOf('ADMIN'));
  }

  get urls(): [string, string] {
    return [this.api.url, this.second.url];
  }

  async stop(): Promise<void> {
    await end(this.second.child, () => this.second.child.kill('SIGTERM'));
    await this.api.stop();
  }

  async call<T = unknown>(method: string, path: string, as: string, body?: object) {
    const init = body === undefined ? { headers: bearer(as) } : json(body, bearer(as));
    const response = await fetch(this.api.url + path, { ...init, method });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }

  /** Status, kind of problem, and the fields that are wrong. */
  async problem(method: string, path: string, as: string, body?: object): Promise<unknown[]> {
    type Problem = { type?: string; errors?: { path: string }[] } | undefined;
    const { status, body: answer } = await this.call<Problem>(method, path, as, body);
    return [
      status,
      answer?.type?.replace('/problems/', ''),
      ...(answer?.errors ?? []).map(({ path: field }) => field),
    ];
  }

  async addUser(role: string, as = this.admin): Promise<User> {
    const wanted = { email: `${newId()}@example.org`, role };
    const { status, body } = await this.call<User>('POST', '/v1/users', as, wanted);
    if (status !== 201) throw new Error(`No user: ${status}`);
    return body;
  }

  async addKey(as: string, wanted: object = {}): Promise<ApiKey> {
    const { status, body } = await this.call<ApiKey>('POST', '/v1/api-keys', as, { name: 'test', ...wanted });
    if (status !== 201) throw new Error(`No key: ${status}`);
    return body;
  }

  /** Until both processes answer so. @throws Error after the second that is promised, and two that a busy machine may add */
  async untilBoth(as: string, status: number, path = '/v1/jobs'): Promise<void> {
    const from = performance.now();
    const answers = async (url: string) => {
      while ((await fetch(url + path, { headers: bearer(as) })).status !== status) {
        if (performance.now() - from > 3_000) throw new Error(`${url} never answered ${status}`);
      }
    };
    await Promise.all(this.urls.map(answers));
  }
}
