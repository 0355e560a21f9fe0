import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type Bucket, LimitsConfig, type Rate, RateLimits, type Verdict } from '#libs/limits';
import { HttpError } from '../http/http-error.js';
import type { HttpReply, HttpRequest } from '../http/http.types.js';
import { routeClass, type RouteClass } from './limits.decorators.js';

type LimitedClass = Exclude<RouteClass, 'none'>;

/** Lets each caller make so many requests; comes after the guard that finds out who is calling. */
@Injectable()
export class LimitsGuard implements CanActivate {
  private readonly rates: Record<LimitedClass, Rate>;
  private readonly tenantRates: Record<LimitedClass, Rate>;

  constructor(
    private readonly limits: RateLimits,
    private readonly config: LimitsConfig,
  ) {
    this.rates = {
      general: { perSecond: config.LIMIT_GENERAL_PER_SECOND, burst: config.LIMIT_GENERAL_BURST },
      generation: { perSecond: config.LIMIT_GENERATION_PER_SECOND, burst: config.LIMIT_GENERATION_BURST },
    };
    this.tenantRates = {
      general: times(this.rates.general, config.LIMIT_TENANT_FACTOR),
      generation: times(this.rates.generation, config.LIMIT_TENANT_FACTOR),
    };
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (!this.config.LIMITS_ENABLED) return true;
    const limited = routeClass(context.getHandler());
    if (limited === 'none') return true;
    const http = context.switchToHttp();
    const verdict = await this.limits.take(this.bucketsOf(http.getRequest<HttpRequest>(), limited));
    const headers = headersOf(verdict, limited);
    if (!verdict.allowed) throw tooMany(verdict, headers);
    const reply = http.getResponse<HttpReply>();
    for (const [name, value] of Object.entries(headers)) reply.header(name, value);
    return true;
  }

  private bucketsOf({ user, ip }: HttpRequest, limited: LimitedClass): Bucket[] {
    if (user === undefined) return [{ key: `${limited}:ip:${ip}`, rate: this.rates[limited] }];
    return [
      { key: `${limited}:user:${user.userId}`, rate: this.rates[limited] },
      ...(user.apiKeyId === undefined
        ? []
        : [{ key: `${limited}:key:${user.apiKeyId}`, rate: this.rates[limited] }]),
      { key: `${limited}:tenant:${user.tenantId}`, rate: this.tenantRates[limited] },
    ];
  }
}

const times = ({ perSecond, burst }: Rate, factor: number): Rate => ({
  perSecond: perSecond * factor,
  burst: burst * factor,
});

/** As in the IETF's draft "RateLimit header fields for HTTP": `q` requests in `w` seconds; `r` are left, all are back in `t` seconds. */
function headersOf({ rate, remaining, resetSeconds }: Verdict, name: string): Record<string, string> {
  const window = Math.max(1, Math.round(rate.burst / rate.perSecond));
  return {
    'ratelimit-policy': `"${name}";q=${rate.burst};w=${window}`,
    ratelimit: `"${name}";r=${remaining};t=${resetSeconds}`,
  };
}

const tooMany = ({ rate, retryAfterSeconds }: Verdict, headers: Record<string, string>): HttpError =>
  new HttpError(
    'http.too_many_requests',
    `At most ${rate.perSecond} such requests a second, and ${rate.burst} at once; try again in ${retryAfterSeconds} s`,
    { ...headers, 'retry-after': String(retryAfterSeconds) },
  );
