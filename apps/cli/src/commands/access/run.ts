import {
  type AddApiKey,
  type AddRole,
  type AddTenant,
  type AddUser,
  type AiprodClient,
  type AddedApiKey,
  type ChangeRole,
  type ChangeTenant,
  type Budget,
  data,
  type Quota,
  type RotateApiKey,
} from '#client';
import { credentials } from '../credentials.js';
import { connect } from '../jobs/connect.js';
import { keysText, rolesText, sessionsText, settingsText, tenantsText, usersText } from './texts.js';

export interface Output {
  /** Print the API's answer as one line of JSON. */
  readonly json?: boolean;
}

export interface PageOptions extends Output {
  readonly limit?: number;
  readonly cursor?: string;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string | null;
}

type Texts<T> = (items: readonly T[]) => string;

/** The commands for access: each asks the API and prints its answer. */
export class AccessCommands {
  private readonly api: AiprodClient['api'];

  constructor(
    { api }: AiprodClient = connect(),
    private readonly print: (text: string) => void = console.log,
  ) {
    this.api = api;
  }

  async listUsers({ json, ...query }: PageOptions & { role?: string }): Promise<void> {
    this.tellPage(await data(this.api.GET('/v1/users', { params: { query } })), usersText, { json });
  }

  async showUser(id: string, output: Output): Promise<void> {
    this.tell(await data(this.api.GET('/v1/users/{id}', of(id))), usersText, output);
  }

  async addUser(body: AddUser, output: Output): Promise<void> {
    const added = await data(this.api.POST('/v1/users', { body }));
    this.tell(added, usersText, output);
    const { email, password } = added;
    if (output.json || password === null) return;
    this.print(`The password is shown this once.\n${credentials({ email, password })}`);
  }

  async setDisabled(id: string, disabled: boolean, output: Output): Promise<void> {
    const change = { ...of(id), body: { disabled } };
    this.tell(await data(this.api.PATCH('/v1/users/{id}', change)), usersText, output);
  }

  async giveRole(id: string, role: string, output: Output): Promise<void> {
    const change = { ...of(id), body: { role } };
    this.tell(await data(this.api.PUT('/v1/users/{id}/role', change)), usersText, output);
  }

  async resetMfa(id: string): Promise<void> {
    await this.api.DELETE('/v1/users/{id}/mfa', of(id));
    this.print('The next sign-in asks for the password alone.');
  }

  async listSessions(userId: string, output: Output): Promise<void> {
    this.tellPage(await data(this.api.GET('/v1/users/{id}/sessions', of(userId))), sessionsText, output);
  }

  async endSessions(id: string, sessionId?: string): Promise<void> {
    if (sessionId === undefined) {
      const { ended } = await data(this.api.DELETE('/v1/users/{id}/sessions', of(id)));
      return this.print(`${ended} ended. The user may sign in again; \`users disable\` prevents it.`);
    }
    await this.api.DELETE('/v1/users/{id}/sessions/{sessionId}', { params: { path: { id, sessionId } } });
    this.print('Ended.');
  }

  async showSettings({ json }: Output): Promise<void> {
    const settings = await data(this.api.GET('/v1/settings'));
    this.print(json ? JSON.stringify(settings) : settingsText(settings));
  }

  /** Without a limit the quota goes; so do the other two. */
  async setQuota(resource: Quota['resource'], limit: number | null, output: Output): Promise<void> {
    const path = { params: { path: { resource } } };
    if (limit === null) await this.api.DELETE('/v1/quotas/{resource}', path);
    else await this.api.PUT('/v1/quotas/{resource}', { ...path, body: { limit } });
    await this.showSettings(output);
  }

  async setBudget(
    { period, userId }: { period: Budget['period']; userId: string | undefined },
    limitMicros: number | null,
    output: Output,
  ): Promise<void> {
    const key =
      userId === undefined
        ? { scope: 'tenant' as const, period }
        : { scope: 'user' as const, userId, period };
    if (limitMicros === null) await this.api.DELETE('/v1/budgets', { params: { query: key } });
    else await this.api.PUT('/v1/budgets', { body: { ...key, limitMicros } });
    await this.showSettings(output);
  }

  async setApprovalThreshold(aboveMicros: number | null, output: Output): Promise<void> {
    if (aboveMicros === null) await this.api.DELETE('/v1/approval-threshold');
    else await this.api.PUT('/v1/approval-threshold', { body: { aboveMicros } });
    await this.showSettings(output);
  }

  async listRoles(output: Output): Promise<void> {
    this.tellPage(await data(this.api.GET('/v1/roles')), rolesText, output);
  }

  async showRole(name: string, output: Output): Promise<void> {
    this.tell(await data(this.api.GET('/v1/roles/{name}', named(name))), rolesText, output);
  }

  async addRole(body: AddRole, output: Output): Promise<void> {
    this.tell(await data(this.api.POST('/v1/roles', { body })), rolesText, output);
  }

  async changeRole(name: string, body: ChangeRole, output: Output): Promise<void> {
    const change = { ...named(name), body };
    this.tell(await data(this.api.PATCH('/v1/roles/{name}', change)), rolesText, output);
  }

  async deleteRole(name: string): Promise<void> {
    await this.api.DELETE('/v1/roles/{name}', named(name));
    this.print('Deleted.');
  }

  async listKeys({ json, ...query }: PageOptions): Promise<void> {
    this.tellPage(await data(this.api.GET('/v1/api-keys', { params: { query } })), keysText, { json });
  }

  async showKey(id: string, output: Output): Promise<void> {
    this.tell(await data(this.api.GET('/v1/api-keys/{id}', of(id))), keysText, output);
  }

  async addKey(body: AddApiKey, output: Output): Promise<void> {
    this.tellAddedKey(await data(this.api.POST('/v1/api-keys', { body })), output);
  }

  async rotateKey(id: string, body: RotateApiKey, output: Output): Promise<void> {
    const rotation = { ...of(id), body };
    this.tellAddedKey(await data(this.api.POST('/v1/api-keys/{id}/rotation', rotation)), output);
  }

  async revokeKey(id: string): Promise<void> {
    await this.api.DELETE('/v1/api-keys/{id}', of(id));
    this.print('Revoked.');
  }

  async listTenants({ json, ...query }: PageOptions): Promise<void> {
    this.tellPage(await data(this.api.GET('/v1/tenants', { params: { query } })), tenantsText, { json });
  }

  async showTenant(id: string, output: Output): Promise<void> {
    this.tell(await data(this.api.GET('/v1/tenants/{id}', of(id))), tenantsText, output);
  }

  async addTenant(body: AddTenant, output: Output): Promise<void> {
    const added = await data(this.api.POST('/v1/tenants', { body }));
    this.tell(added, tenantsText, output);
    if (!output.json)
      this.print(`Its administrator; the password is shown this once.\n${credentials(added.admin)}`);
  }

  async changeTenant(id: string, body: ChangeTenant, output: Output): Promise<void> {
    const change = { ...of(id), body };
    this.tell(await data(this.api.PATCH('/v1/tenants/{id}', change)), tenantsText, output);
  }

  private tellPage<T>(page: Page<T>, text: Texts<T>, { json }: Output): void {
    if (json) return this.print(JSON.stringify(page));
    this.print(page.items.length === 0 ? 'None.' : text(page.items));
    if (page.nextCursor) this.print(`More: --cursor ${page.nextCursor}`);
  }

  private tell<T>(item: T, text: Texts<T>, { json }: Output): void {
    this.print(json ? JSON.stringify(item) : text([item]));
  }

  private tellAddedKey(added: AddedApiKey, output: Output): void {
    this.tell(added, keysText, output);
    if (!output.json) this.print(`The key is shown this once.\n  ${added.key}`);
  }
}

const of = (id: string) => ({ params: { path: { id } } });
const named = (name: string) => ({ params: { path: { name } } });
