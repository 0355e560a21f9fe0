import { SetMetadata } from '@nestjs/common';

/** Routes of a class share a rate. `generation`: what begins work; `none`: never limited. */
export type RouteClass = 'general' | 'generation' | 'none';

const ROUTE_CLASS = 'aiprod:route-class';

/** The route begins work, so less of it may be asked for. */
export const Generation = (): MethodDecorator => SetMetadata(ROUTE_CLASS, 'generation' satisfies RouteClass);

/** The route is for machines of ours or of providers, which must always get through. */
export const Unlimited = (): MethodDecorator => SetMetadata(ROUTE_CLASS, 'none' satisfies RouteClass);

export const routeClass = (handler: object): RouteClass =>
  (Reflect.getMetadata(ROUTE_CLASS, handler) as RouteClass | undefined) ?? 'general';
