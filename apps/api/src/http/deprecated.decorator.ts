import { applyDecorators, Header } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';

export interface Deprecation {
  /** Day from which the route should not be used any more, as YYYY-MM-DD. */
  since: string;
  /** Day on which it goes. */
  sunset: string;
  /** Path of what takes its place. */
  successor?: string;
}

/** Tells each caller that the route is on its way out: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and what comes instead. */
export function Deprecated({ since, sunset, successor }: Deprecation): MethodDecorator {
  if (!(Date.parse(since) < Date.parse(sunset))) throw new RangeError('A route is deprecated before it goes');
  const link = successor === undefined ? [] : [Header('link', `<${successor}>; rel="successor-version"`)];
  return applyDecorators(
    Header('deprecation', `@${Date.parse(since) / 1_000}`),
    Header('sunset', new Date(sunset).toUTCString()),
    ...link,
    ApiOperation({ deprecated: true }, { overrideExisting: false }),
  );
}
