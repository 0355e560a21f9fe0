import { NestFactory } from '@nestjs/core';
import { ALL_PERMISSIONS, type Principal } from '#libs/auth';
import { Database, DatabaseModule } from '#libs/database';
import { newId } from '#libs/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Delivery,
  WebhookDeliveries,
  WebhookEndpoints,
  WebhookSendingModule,
  WebhooksModule,
} from '#libs/webhooks';
import type { Receiver } from './receiver.js';

class ManagerModule {}

export interface Manager {
  database: Database;
  caller: Principal;
  endpoints: WebhookEndpoints;
  deliveries: WebhookDeliveries;
  /** Makes an endpoint at a path of the receiver, which learns the secret. @returns its id */
  subscribe(receiver: Receiver, path: string, eventTypes?: never[]): Promise<string>;
  /** Puts an event of a new job into the log, as number 7. @returns the job */
  happens(type?: string, data?: object): Promise<string>;
  deliveriesOf(endpointId: string): Promise<Delivery[]>;
  /** Waits until so many have been delivered. */
  delivered(endpointId: string, count?: number): Promise<Delivery[]>;
  close(): Promise<void>;
}

/** Webhooks managed by a user of a new tenant, on the environment's database. @param sends whether this process sends, too */
export async function startManager({ sends = false } = {}): Promise<Manager> {
  const imports = [DatabaseModule.forRoot(), WebhooksModule, ...(sends ? [WebhookSendingModule] : [])];
  const module = { module: ManagerModule, imports };
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  const database = app.get(Database);
  const caller: Principal = {
    tenantId: newId(),
    userId: newId(),
    role: 'ADMIN',
    operator: false,
    permissions: new Set(ALL_PERMISSIONS),
    anyJob: true,
  };
  await database.query("INSERT INTO tenants (id, name) VALUES ($1, 'webhooks')", [caller.tenantId]);
  await database.query(
    "INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, '', 'ADMIN')",
    [caller.userId, caller.tenantId, `${caller.userId}@example.org`],
  );
  const endpoints = app.get(WebhookEndpoints, { strict: false });
  const deliveries = app.get(WebhookDeliveries, { strict: false });
  const deliveriesOf = async (id: string) => (await deliveries.list(caller, id, { limit: 100 })).items;
  return {
    database,
    caller,
    endpoints,
    deliveries,
    subscribe: async (receiver, path) => {
      const wanted = { url: receiver.url + path, eventTypes: [], description: '', enabled: true };
      const { endpoint, secret } = await endpoints.create(caller, wanted);
      receiver.secrets.set(path, [secret]);
      return endpoint.id;
    },
    happens: async (type = 'job.created', data = { pipeline: 'video' }) => {
      const jobId = newId();
      await database.query(
        `INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data) VALUES ($1, 7, $2, $3, 'test', $4)`,
        [jobId, caller.tenantId, type, JSON.stringify(data)],
      );
      return jobId;
    },
    deliveriesOf,
    delivered: (id, count = 1) =>
      eventually(async () => {
        const done = (await deliveriesOf(id)).filter(({ status }) => status === 'delivered');
        return done.length >= count && done;
      }),
    close: () => app.close(),
  };
}

/** Looks until there is something to be seen. */
export async function eventually<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await sleep(10);
  }
}
