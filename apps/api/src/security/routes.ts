import { type Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type Access, declaredAccess } from '#libs/auth';

export interface DeclaredRoute {
  controller: Type<unknown>;
  method: string;
  /** What the route asks of its caller; undefined where it doesn't say. */
  access: Access | undefined;
}

/** Every controller method that answers requests. */
export function declaredRoutes(discovery: DiscoveryService, scanner: MetadataScanner): DeclaredRoute[] {
  return discovery.getControllers().flatMap(({ metatype }) => {
    const controller = metatype as Type<unknown>;
    const prototype = controller.prototype as Record<string, object>;
    return scanner.getAllMethodNames(prototype).flatMap((method) => {
      const handler = prototype[method]!;
      if (!Reflect.hasMetadata(PATH_METADATA, handler)) return [];
      return [{ controller, method, access: declaredAccess(handler) }];
    });
  });
}
