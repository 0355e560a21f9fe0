import { Injectable } from '@nestjs/common';
import { AuditLog, type Principal, userActor } from '#libs/auth';
import type { Sql } from '#libs/database';
import type { ListQuery } from '#libs/filters';
import { isId, newId, ValidationError, type JsonObject } from '#libs/kernel';
import { SecretBox } from '#libs/secrets';
import type { Endpoint, EndpointChange, NewEndpoint } from '../domain/endpoint.js';
import { newSecret } from '../domain/signature.js';
import { targetFault, type TargetRules } from '../domain/targets.js';
import { EndpointStore, type HeldEndpoint } from '../persistence/endpoint-store.js';
import { targetRules } from '../sending/sender.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { WebhookError } from '../webhooks.errors.js';
import { secretPlace } from './secret-places.js';

const MOST_ENDPOINTS = 100;

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** An endpoint with its secret, which is told this once. */
export interface EndpointWithSecret {
  endpoint: Endpoint;
  secret: string;
}

/** What people do with endpoints. What is not their tenant's does not exist. Every change is in the audit log. */
@Injectable()
export class WebhookEndpoints {
  private readonly rules: TargetRules;

  constructor(
    private readonly store: EndpointStore,
    private readonly secrets: SecretBox,
    private readonly audit: AuditLog,
    private readonly config: WebhooksConfig,
  ) {
    this.rules = targetRules(config);
  }

  /** @throws ValidationError; WebhookError `webhook.too_many_endpoints` */
  create(caller: Principal, endpoint: NewEndpoint): Promise<EndpointWithSecret> {
    this.check(endpoint.url);
    const id = newId();
    const secret = newSecret();
    const sealedSecret = this.secrets.seal(secret, secretPlace(id));
    return this.store.transaction(async (sql) => {
      const created = await this.store.insert(sql, caller, { ...endpoint, id, sealedSecret }, MOST_ENDPOINTS);
      if (created === null) throw tooMany();
      await this.record(sql, caller, 'created', id, { host: hostOf(endpoint.url) });
      return { endpoint: created, secret };
    });
  }

  /** @throws WebhookError `webhook.endpoint_not_found` */
  async get(caller: Principal, id: string): Promise<Endpoint> {
    const endpoint = isId(id) ? await this.store.find(caller.tenantId, id) : null;
    if (endpoint === null) throw notFound();
    return endpoint;
  }

  /** @throws ValidationError for a wrong filter or cursor */
  list(caller: Principal, query: ListQuery): Promise<Page<Endpoint>> {
    return this.store.list(caller.tenantId, query);
  }

  /** Switched on or led elsewhere, an endpoint begins with a clean slate. @throws ValidationError; WebhookError as `get` */
  change(caller: Principal, id: string, change: EndpointChange): Promise<Endpoint> {
    if (change.url !== undefined) this.check(change.url);
    return this.withHeld(caller, id, async (sql, { endpoint }) => {
      const fresh =
        (change.enabled === true && !endpoint.enabled) || (change.url ?? endpoint.url) !== endpoint.url;
      const next = {
        ...endpoint,
        url: change.url ?? endpoint.url,
        eventTypes: change.eventTypes ?? endpoint.eventTypes,
        description: change.description ?? endpoint.description,
        enabled: change.enabled ?? endpoint.enabled,
      };
      const updated = await this.store.update(sql, next, fresh);
      const changed = Object.keys(change).filter((key) => change[key as keyof EndpointChange] !== undefined);
      await this.record(sql, caller, 'changed', id, {
        changed,
        host: hostOf(next.url),
        enabled: next.enabled,
      });
      return updated;
    });
  }

  /** Its deliveries go with it. @throws WebhookError as `get` */
  delete(caller: Principal, id: string): Promise<void> {
    return this.store.transaction(async (sql) => {
      const url = isId(id) ? await this.store.delete(sql, caller.tenantId, id) : null;
      if (url === null) throw notFound();
      await this.record(sql, caller, 'deleted', id, { host: hostOf(url) });
    });
  }

  /** For a while messages are signed with both secrets, so that receivers can change over without losing one. @throws as `get` */
  rotateSecret(caller: Principal, id: string): Promise<EndpointWithSecret> {
    return this.withHeld(caller, id, async (sql, { sealedSecret }) => {
      const secret = newSecret();
      const old = this.secrets.open(sealedSecret, secretPlace(id));
      const sealed = {
        secret: this.secrets.seal(secret, secretPlace(id)),
        previous: this.secrets.seal(old, secretPlace(id, 'previous_secret')),
      };
      const endpoint = await this.store.rotate(sql, id, sealed, this.config.WEBHOOK_SECRET_OVERLAP_HOURS);
      await this.record(sql, caller, 'secret_rotated', id, {});
      return { endpoint, secret };
    });
  }

  private withHeld<T>(
    caller: Principal,
    id: string,
    work: (sql: Sql, held: HeldEndpoint) => Promise<T>,
  ): Promise<T> {
    return this.store.transaction(async (sql) => {
      const held = isId(id) ? await this.store.hold(sql, caller.tenantId, id) : null;
      if (held === null) throw notFound();
      return work(sql, held);
    });
  }

  private check(url: string): void {
    const fault = targetFault(url, this.rules);
    if (fault !== null) throw new ValidationError([{ path: 'url', message: fault }]);
  }

  private record(sql: Sql, caller: Principal, what: string, id: string, details: JsonObject): Promise<void> {
    return this.audit.record(sql, {
      tenantId: caller.tenantId,
      actor: userActor(caller.userId),
      action: `webhook_endpoint.${what}`,
      target: { type: 'webhook_endpoint', id },
      details,
    });
  }
}

/** Paths and queries of receivers may hold tokens; the host tells enough. */
const hostOf = (url: string): string => new URL(url).host;

const notFound = () =>
  new WebhookError('webhook.endpoint_not_found', 'There is no webhook endpoint with this id');

const tooMany = () =>
  new WebhookError(
    'webhook.too_many_endpoints',
    `A tenant may have ${MOST_ENDPOINTS} endpoints; delete one first`,
  );
