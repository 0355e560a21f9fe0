import { PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { ProblemCode } from '../http/problem-types.js';
import { routeClass } from '../limits/limits.decorators.js';
import type { DeclaredRoute } from '../security/routes.js';

const OF_A_BODY: ProblemCode[] = [
  'http.malformed',
  'http.too_large',
  'http.unsupported_media_type',
  'input.invalid',
];

/** What a route may answer because of what it is: the guards, pipes and parsers that every request to it goes through. */
export function inherentProblems({ controller, method, access }: DeclaredRoute): ProblemCode[] {
  const handler = (controller.prototype as Record<string, object>)[method]!;
  const parameters = Object.keys(
    (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) as object | undefined) ?? {},
  );
  const takes = (kind: RouteParamtypes) => parameters.some((key) => key.startsWith(`${kind}:`));
  const problems: ProblemCode[] = ['internal'];
  if (routeClass(handler) !== 'none')
    problems.push('http.too_many_requests', 'http.unavailable', 'input.invalid');
  if (pathOf(controller, handler).includes(':'))
    problems.push('http.not_found', 'http.malformed', 'http.uri_too_long');
  if (takes(RouteParamtypes.BODY)) problems.push(...OF_A_BODY);
  if (access && !('public' in access)) {
    problems.push('auth.unauthenticated', 'auth.csrf_failed', 'auth.forbidden', 'auth.tenant_suspended');
  }
  return problems;
}

const pathOf = (...parts: object[]): string =>
  parts.map((part) => String(Reflect.getMetadata(PATH_METADATA, part))).join('/');
