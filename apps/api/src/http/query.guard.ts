import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ValidationError } from '#libs/kernel';
import { routeClass } from '../limits/limits.decorators.js';
import type { HttpRequest } from './http.types.js';

/** A parameter that a route does not know is a mistake of the caller's; routes that take any check them by their schema. */
@Injectable()
export class QueryGuard implements CanActivate {
  private readonly taking = new WeakMap<object, boolean>();

  canActivate(context: ExecutionContext): boolean {
    const { url } = context.switchToHttp().getRequest<HttpRequest>();
    const mark = url.indexOf('?');
    if (mark < 0 || mark === url.length - 1 || this.takesQuery(context)) return true;
    throw new ValidationError(
      [...new Set(new URLSearchParams(url.slice(mark)).keys())].map((path) => ({
        path,
        message: 'is not a known parameter; remove it',
      })),
    );
  }

  private takesQuery(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    let takes = this.taking.get(handler);
    if (takes === undefined) {
      const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) as object;
      const ours = routeClass(handler) !== 'none';
      takes =
        !ours || Object.keys(parameters ?? {}).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
      this.taking.set(handler, takes);
    }
    return takes;
  }
}
