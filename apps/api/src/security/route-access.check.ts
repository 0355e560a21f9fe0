import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { declaredRoutes } from './routes.js';

export class UndeclaredRouteError extends Error {
  override readonly name = 'UndeclaredRouteError';
}

/** A route that doesn't say who may call it stops the boot, so that forgetting it can't leave a door open. */
@Injectable()
export class RouteAccessCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const open = declaredRoutes(this.discovery, this.scanner).filter(({ access }) => access === undefined);
    if (open.length === 0) return;
    const names = open.map(({ controller, method }) => `  ${controller.name}.${method}`);
    throw new UndeclaredRouteError(
      `These routes don't say who may call them:\n${names.join('\n')}\n` +
        "Give each @RequirePermission('…'), or @Public() if anyone may call it.",
    );
  }
}
