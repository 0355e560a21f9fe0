import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, type INestApplication, Module, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, VERSION_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Access, hashPassword } from '#libs/auth';
import { createDataSource, Database, DatabaseConfig } from '#libs/database';
import { newId } from '#libs/kernel';
import { testEnvironment } from '#libs/testing';
import { ApiConfig } from '../../apps/api/src/api.config.js';
import { ApiModule } from '../../apps/api/src/api.module.js';
import { API_OPTIONS, setUpApi } from '../../apps/api/src/create-api.js';
import { createAdapter } from '../../apps/api/src/http/server.js';
import { PIPELINES } from '../../apps/api/src/pipelines.js';
import { declaredRoutes } from '../../apps/api/src/security/routes.js';

const PASSWORD = 'correct horse battery staple';

export interface RouteUnderTest {
  method: string;
  /** With its parameters as `:name`. */
  path: string;
  name: string;
  access: Access;
}

export interface Answer {
  status: number;
  /** Of a problem, its code; null where it is none. */
  problem: string | null;
  body: unknown;
}

export interface AppUnderTest {
  routes: RouteUnderTest[];
  /** Sees all tenants. */
  database: Database;
  addTenant(tenant: { operator?: boolean }): Promise<string>;
  addUser(tenantId: string, role: string): Promise<{ id: string; email: string }>;
  signIn(email: string): Promise<string>;
  ask(method: string, path: string, token: string | null, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

/** The API in this process, so that its router can be asked which routes there are. @param extra what the test adds to it */
export async function startApp(extra: DynamicModule): Promise<AppUnderTest> {
  const environment = await testEnvironment();
  const storage = await mkdtemp(join(tmpdir(), 'aiprod-routes-'));
  Object.assign(process.env, {
    STORAGE_DIR: storage,
    LOG_LEVEL: 'fatal',
    // Thousands of requests of a few callers are the test.
    LIMITS_ENABLED: 'false',
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    rootOf(extra),
    createAdapter(ApiConfig.fromEnv()),
    API_OPTIONS,
  );
  await (await setUpApi(app)).init();
  const server = app.getHttpAdapter().getInstance();
  await server.ready();
  const database = new Database(await createDataSource(DatabaseConfig.fromEnv()).initialize());
  const passwordHash = await hashPassword(PASSWORD);

  const ask: AppUnderTest['ask'] = async (method, url, token, body) => {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    const answer = await server.inject({
      method: method as 'GET',
      url,
      headers,
      ...(method === 'GET' ? {} : { payload: (body ?? {}) as object }),
    });
    const isJson = /^application\/(problem\+)?json/.test(String(answer.headers['content-type']));
    const content = isJson && answer.body !== '' ? (answer.json() as { type?: string }) : undefined;
    const problem = answer.statusCode >= 400 ? (content?.type?.replace('/problems/', '') ?? '') : null;
    return { status: answer.statusCode, problem, body: content };
  };
  return {
    routes: routesOf(app),
    database,
    ask,
    addTenant: async ({ operator = false }) => {
      const id = newId();
      await database.query('INSERT INTO tenants (id, name, operator) VALUES ($1::uuid, $1::text, $2)', [
        id,
        operator,
      ]);
      return id;
    },
    addUser: async (tenantId, role) => {
      const user = { id: newId(), email: `${newId()}@example.org` };
      await database.query(
        'INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, $4, $5)',
        [user.id, tenantId, user.email, passwordHash, role],
      );
      return user;
    },
    signIn: async (email) => {
      const { body } = await ask('POST', '/v1/auth/login', null, { email, password: PASSWORD });
      return (body as { accessToken: string }).accessToken;
    },
    stop: async () => {
      await app.close();
      await database.dataSource.destroy();
      await environment.drop();
      await rm(storage, { recursive: true, force: true });
    },
  };
}

function rootOf(extra: DynamicModule): DynamicModule {
  @Module({})
  class Root {}
  return { module: Root, imports: [ApiModule.forRoot(PIPELINES), extra] };
}

function routesOf(app: INestApplication): RouteUnderTest[] {
  return declaredRoutes(app.get(DiscoveryService), app.get(MetadataScanner)).map(
    ({ controller, method, access }) => {
      const handler = (controller.prototype as Record<string, object>)[method]!;
      const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
      return {
        method: verb,
        path: `${versionOf(controller)}${pathOf(controller)}${pathOf(handler)}` || '/',
        name: `${controller.name}.${method}`,
        access: access!,
      };
    },
  );
}

function versionOf(controller: Type<unknown>): string {
  const version: unknown = Reflect.getMetadata(VERSION_METADATA, controller);
  return typeof version === 'string' ? `/v${version}` : '';
}

function pathOf(target: object): string {
  const path = (Reflect.getMetadata(PATH_METADATA, target) as string).replace(/^\/|\/$/g, '');
  return path === '' ? '' : `/${path}`;
}
