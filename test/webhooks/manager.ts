import { NestFactory } from '@nestjs/core';
import type { Principal } from '#libs/auth';
import { Database, DatabaseModule } from '#libs/database';
import { newId } from '#libs/kernel';
import { WebhookDeliveries, WebhookEndpoints, WebhookSendingModule, WebhooksModule } from '#libs/webhooks';
import type { Receiver } from './receiver.js';

class ManagerModule {}

export interface Manager {
  database: Database;
  caller: Principal;
  endpoints: WebhookEndpoints;
  deliveries: WebhookDeliveries;
  /** Makes an endpoint at a path of the receiver, which learns the secret. @returns its id */
  subscribe(receiver: Receiver, path: string, eventTypes?: never[]): Promise<string>;
  close(): Promise<void>;
}

/** Webhooks managed by a user of a new tenant, on the environment's database. @param sends whether this process sends, too */
export async function startManager({ sends = false } = {}): Promise<Manager> {
  const imports = [DatabaseModule.forRoot(), WebhooksModule, ...(sends ? [WebhookSendingModule] : [])];
  const module = { module: ManagerModule, imports };
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  const database = app.get(Database);
  const caller: Principal = { tenantId: newId(), userId: newId(), role: 'ADMIN' };
  await database.query("INSERT INTO tenants (id, name) VALUES ($1, 'webhooks')", [caller.tenantId]);
  await database.query(
    "INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, '', 'ADMIN')",
    [caller.userId, caller.tenantId, `${caller.userId}@example.org`],
  );
  const endpoints = app.get(WebhookEndpoints, { strict: false });
  return {
    database,
    caller,
    endpoints,
    deliveries: app.get(WebhookDeliveries, { strict: false }),
    subscribe: async (receiver, path) => {
      const wanted = { url: receiver.url + path, eventTypes: [], description: '', enabled: true };
      const { endpoint, secret } = await endpoints.create(caller, wanted);
      receiver.secrets.set(path, [secret]);
      return endpoint.id;
    },
    close: () => app.close(),
  };
}
