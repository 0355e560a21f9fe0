import type { ApiClient } from '../../api/api-client.js';
import { credentials } from '../credentials.js';
import { connect } from '../jobs/connect.js';
import { keysText, rolesText, tenantsText, usersText } from './texts.js';

export interface Output {
  /** Print the API's answer as one line of JSON. */
  readonly json?: boolean;
}

export interface PageOptions extends Output {
  readonly limit?: number;
  readonly cursor?: string;
  readonly role?: string;
}

/** What can be listed and shown, as the API calls it. */
export type Collection = 'users' | 'roles' | 'api-keys' | 'tenants';

type Item = Record<string, unknown>;

const TEXTS: Record<Collection, (items: readonly never[]) => string> = {
  users: usersText,
  roles: rolesText,
  'api-keys': keysText,
  tenants: tenantsText,
};

/** The commands for access: each asks the API and prints its answer. */
export class AccessCommands {
  constructor(
    private readonly client: ApiClient = connect(),
    private readonly print: (text: string) => void = console.log,
  ) {}

  async list(of: Collection, { json, ...page }: PageOptions): Promise<void> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(page)) query.set(name, String(value));
    const path = query.size === 0 ? `/v1/${of}` : `/v1/${of}?${query}`;
    const answer = await this.client.call<{ items: Item[]; nextCursor?: string | null }>('GET', path);
    if (json) return this.print(JSON.stringify(answer));
    this.print(this.text(of, answer.items));
    if (answer.nextCursor) this.print(`More: --cursor ${answer.nextCursor}`);
  }

  async show(of: Collection, id: string, output: Output): Promise<void> {
    this.tell(of, await this.client.call<Item>('GET', pathOf(of, id)), output);
  }

  async remove(of: Collection, id: string, done: string): Promise<void> {
    await this.client.call('DELETE', pathOf(of, id));
    this.print(done);
  }

  async addUser(user: { email: string; role: string }, output: Output): Promise<void> {
    const added = await this.client.call<Item & { password: string | null }>('POST', '/v1/users', user);
    this.tell('users', added, output);
    if (output.json || added.password === null) return;
    this.print(`The password is shown this once.\n${credentials({ ...user, password: added.password })}`);
  }

  async setDisabled(id: string, disabled: boolean, output: Output): Promise<void> {
    this.tell('users', await this.client.call<Item>('PATCH', pathOf('users', id), { disabled }), output);
  }

  async giveRole(id: string, role: string, output: Output): Promise<void> {
    const path = `${pathOf('users', id)}/role`;
    this.tell('users', await this.client.call<Item>('PUT', path, { role }), output);
  }

  async addRole(role: object, output: Output): Promise<void> {
    this.tell('roles', await this.client.call<Item>('POST', '/v1/roles', role), output);
  }

  async changeRole(name: string, change: object, output: Output): Promise<void> {
    this.tell('roles', await this.client.call<Item>('PATCH', pathOf('roles', name), change), output);
  }

  async addKey(key: object, output: Output): Promise<void> {
    this.tellKey(await this.client.call<Item & { key: string }>('POST', '/v1/api-keys', key), output);
  }

  async rotateKey(id: string, rotation: object, output: Output): Promise<void> {
    const path = `${pathOf('api-keys', id)}/rotation`;
    this.tellKey(await this.client.call<Item & { key: string }>('POST', path, rotation), output);
  }

  async addTenant(tenant: { name: string; adminEmail: string }, output: Output): Promise<void> {
    type Added = Item & { admin: { email: string; password: string } };
    const added = await this.client.call<Added>('POST', '/v1/tenants', tenant);
    this.tell('tenants', added, output);
    if (!output.json)
      this.print(`Its administrator; the password is shown this once.\n${credentials(added.admin)}`);
  }

  async changeTenant(id: string, change: object, output: Output): Promise<void> {
    this.tell('tenants', await this.client.call<Item>('PATCH', pathOf('tenants', id), change), output);
  }

  private tell(of: Collection, item: Item, { json }: Output): void {
    this.print(json ? JSON.stringify(item) : this.text(of, [item]));
  }

  private tellKey(added: Item & { key: string }, output: Output): void {
    this.tell('api-keys', added, output);
    if (!output.json) this.print(`The key is shown this once.\n  ${added.key}`);
  }

  private text(of: Collection, items: Item[]): string {
    return items.length === 0 ? 'None.' : TEXTS[of](items as never[]);
  }
}

const pathOf = (of: Collection, id: string): string => `/v1/${of}/${encodeURIComponent(id)}`;
