import type { DynamicModule, Type } from '@nestjs/common';
import { MODULE_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner } from '@nestjs/core';
import { declaredAccess } from '#libs/auth';
import { ApiModule } from './api.module.js';

type ModuleLike =
  Type<unknown> | DynamicModule | Promise<DynamicModule> | { forwardRef: () => Type<unknown> };

const API = ApiModule.forRoot([]);

/** Whoever opens a route to everyone adds it here, where the review sees it. */
const OPEN_ROUTES = [
  'AuthController.login',
  'AuthController.mfa',
  'AuthController.oidc',
  'AuthController.refresh',
  'BrowserSignInController.finishOidc',
  'BrowserSignInController.listOfferedProviders',
  'BrowserSignInController.startOidc',
  'HealthController.hasStarted',
  'HealthController.isLive',
  'HealthController.isReady',
  'JwksController.jwks',
  'MetricsController.index',
  'ProviderWebhooksController.hear',
];

/** `method` as Nest's own walk sees it: read from the metadata, with nothing started. */
async function controllersBelow(module: ModuleLike, seen = new Set<unknown>()): Promise<Type<unknown>[]> {
  const resolved = await module;
  const dynamic = 'module' in resolved ? resolved : undefined;
  const type = (dynamic?.module ?? resolved) as Type<unknown>;
  if (seen.has(resolved)) return [];
  seen.add(resolved);
  const of = <T>(key: 'imports' | 'controllers'): T[] => [
    ...((Reflect.getMetadata(MODULE_METADATA[key.toUpperCase() as 'IMPORTS'], type) as T[] | undefined) ??
      []),
    ...((dynamic?.[key] as T[] | undefined) ?? []),
  ];
  const below = await Promise.all(
    of<ModuleLike>('imports').map((imported) => controllersBelow(imported, seen)),
  );
  return [...of<Type<unknown>>('controllers'), ...below.flat()];
}

async function routes() {
  const scanner = new MetadataScanner();
  const controllers = new Set(await controllersBelow(API));
  return [...controllers].flatMap((controller) => {
    const prototype = controller.prototype as Record<string, object>;
    return scanner
      .getAllMethodNames(prototype)
      .map((method) => ({ name: `${controller.name}.${method}`, handler: prototype[method]! }))
      .filter(({ handler }) => Reflect.hasMetadata(PATH_METADATA, handler));
  });
}

const summaryOf = (handler: object) =>
  (Reflect.getMetadata('swagger/apiOperation', handler) as { summary?: string } | undefined)?.summary;

describe('the routes of this API', () => {
  it('all say who may call them', async () => {
    const all = await routes();
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter(({ handler }) => !declaredAccess(handler)).map(({ name }) => name)).toEqual([]);
  });

  it('are open to everyone only where that is listed', async () => {
    const open = (await routes()).filter(({ handler }) => 'public' in (declaredAccess(handler) ?? {}));
    expect(open.map(({ name }) => name).sort()).toEqual(OPEN_ROUTES);
  });

  it('are all described, but the one for scrapers', async () => {
    const undescribed = (await routes()).filter(({ handler }) => !summaryOf(handler));
    expect(undescribed.map(({ name }) => name)).toEqual(['MetricsController.index']);
  });
});
