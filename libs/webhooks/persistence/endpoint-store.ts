import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { type ListQuery, readPage } from '#libs/filters';
import type { Delivery, DeliveryStatus, Endpoint, NewEndpoint } from '../domain/endpoint.js';
import {
  DELETE_ENDPOINT,
  DELIVERY_LIST,
  ENDPOINT,
  ENDPOINT_LIST,
  INSERT_ENDPOINT,
  LOCK_ENDPOINT,
  ONE_DELIVERY,
  REDELIVER,
  ROTATE_SECRET,
  UPDATE_ENDPOINT,
} from './endpoints.sql.js';
import { type DeliveryRow, type EndpointRow, toDelivery, toEndpoint } from './rows.js';
import { ANNOUNCE } from './send.sql.js';

/** An endpoint as it is about to change: the row is held until the transaction ends. */
export interface HeldEndpoint {
  endpoint: Endpoint;
  sealedSecret: string;
}

export type DeliveryQuery = ListQuery & { status?: DeliveryStatus | null | undefined };

/** What people read and write of endpoints and their deliveries, always within a tenant. */
@Injectable()
export class EndpointStore {
  constructor(private readonly database: Database) {}

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }

  /** @returns null where the tenant has `most` already */
  async insert(
    sql: Sql,
    who: { tenantId: string; userId: string },
    endpoint: NewEndpoint & { id: string; sealedSecret: string },
    most: number,
  ): Promise<Endpoint | null> {
    const { id, url, eventTypes, description, enabled, sealedSecret } = endpoint;
    const params = [id, who.tenantId, who.userId, url, eventTypes, description, enabled, sealedSecret, most];
    const [row] = await sql.query<EndpointRow>(INSERT_ENDPOINT, params);
    return row === undefined ? null : toEndpoint(row);
  }

  async find(tenantId: string, id: string): Promise<Endpoint | null> {
    const [row] = await this.database.query<EndpointRow>(ENDPOINT, [tenantId, id]);
    return row === undefined ? null : toEndpoint(row);
  }

  async hold(sql: Sql, tenantId: string, id: string): Promise<HeldEndpoint | null> {
    const [row] = await sql.query<EndpointRow>(LOCK_ENDPOINT, [tenantId, id]);
    return row === undefined ? null : { endpoint: toEndpoint(row), sealedSecret: row.secret };
  }

  async list(tenantId: string, query: ListQuery): Promise<{ items: Endpoint[]; nextCursor: string | null }> {
    const ofTenant = { conditions: ['e.tenant_id = $1'], params: [tenantId] };
    const { rows, nextCursor } = await readPage<EndpointRow>(this.database, ENDPOINT_LIST, ofTenant, query);
    return { items: rows.map(toEndpoint), nextCursor };
  }

  async update(sql: Sql, next: Endpoint, cleanSlate: boolean): Promise<Endpoint> {
    const { id, url, eventTypes, description, enabled } = next;
    const params = [id, url, eventTypes, description, enabled, cleanSlate];
    const [row] = await sql.query<EndpointRow>(UPDATE_ENDPOINT, params);
    return toEndpoint(row as EndpointRow);
  }

  async rotate(
    sql: Sql,
    id: string,
    sealed: { secret: string; previous: string },
    hours: number,
  ): Promise<Endpoint> {
    const params = [id, sealed.secret, sealed.previous, hours];
    const [row] = await sql.query<EndpointRow>(ROTATE_SECRET, params);
    return toEndpoint(row as EndpointRow);
  }

  /** @returns where it led to; null where there is none */
  async delete(sql: Sql, tenantId: string, id: string): Promise<string | null> {
    const [row] = await sql.query<{ url: string }>(DELETE_ENDPOINT, [tenantId, id]);
    return row?.url ?? null;
  }

  /** By default the newest first. @throws ValidationError for a wrong filter or cursor */
  async deliveries(
    endpointId: string,
    { status = null, ...query }: DeliveryQuery,
  ): Promise<{ items: Delivery[]; nextCursor: string | null }> {
    const selected = {
      conditions: ['d.endpoint_id = $1', '($2::text IS NULL OR d.status = $2)'],
      params: [endpointId, status],
    };
    const { rows, nextCursor } = await readPage<DeliveryRow>(this.database, DELIVERY_LIST, selected, query);
    return { items: rows.map(toDelivery), nextCursor };
  }

  async delivery(endpointId: string, id: string): Promise<Delivery | null> {
    const [row] = await this.database.query<DeliveryRow>(ONE_DELIVERY, [endpointId, id]);
    return row === undefined ? null : toDelivery(row);
  }

  /** One that is under way at this moment is left as it is. */
  async redeliver(sql: Sql, endpointId: string, id: string): Promise<void> {
    await sql.query(REDELIVER, [endpointId, id]);
  }

  /** @returns the delivery's id */
  async sendTest(sql: Sql, endpoint: Endpoint, source: string): Promise<string> {
    const data = { endpointId: endpoint.id, links: { endpoint: `/v1/webhook-endpoints/${endpoint.id}` } };
    const params = [endpoint.tenantId, source, 'webhook.test.v1', JSON.stringify(data), endpoint.id];
    const [row] = await sql.query<{ id: string }>(ANNOUNCE, params);
    return (row as { id: string }).id;
  }
}
