import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Dispatcher, request } from 'undici';
import { retryAfter } from '../domain/pace.js';
import type { AttemptReport } from '../persistence/delivery-store.js';
import { targetFault, type TargetRules } from '../domain/targets.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { ForbiddenAddressError, GuardedAgent } from './guarded-agent.js';
import { resolverOf } from './resolver.js';

/** Of an answer this much is kept for the log, and no more than this much is read. */
const KEPT_BYTES = 1_024;

export interface SendResult {
  report: AttemptReport;
  /** What `Retry-After` asked for, of a 429 or 503; null otherwise. */
  retryAfterMs: number | null;
}

/** Sends one message to one receiver, whoever that claims to be. */
@Injectable()
export class WebhookSender implements OnApplicationShutdown {
  private readonly agent: GuardedAgent;
  private readonly rules: TargetRules;

  constructor(private readonly config: WebhooksConfig) {
    this.rules = targetRules(config);
    this.agent = new GuardedAgent(
      resolverOf(config.WEBHOOK_DNS_SERVERS),
      (origin) => this.rules.allowedOrigins.has(origin),
      Math.min(5_000, config.WEBHOOK_TIMEOUT_MS),
    );
  }

  /** After those who send have stopped. */
  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  /** Never throws: whatever goes wrong is what came of it. */
  async send(url: string, headers: Record<string, string>, body: string): Promise<SendResult> {
    const startedAt = performance.now();
    const done = (
      report: Omit<AttemptReport, 'durationMs'>,
      retryAfterMs: number | null = null,
    ): SendResult => ({
      report: { ...report, durationMs: Math.round(performance.now() - startedAt) },
      retryAfterMs,
    });
    const fault = targetFault(url, this.rules);
    if (fault !== null) return done(unreachable(`the URL ${fault}`));
    try {
      const answer = await request(url, {
        method: 'POST',
        body,
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'aiprod-webhooks/1' },
        dispatcher: this.agent,
        signal: AbortSignal.timeout(this.config.WEBHOOK_TIMEOUT_MS),
      });
      return done(judge(answer, await beginningOf(answer)), pauseAskedFor(answer));
    } catch (error) {
      return done(unreachable(explain(error)));
    }
  }
}

/** What may be sent to, by the settings. */
export const targetRules = (config: WebhooksConfig): TargetRules => ({
  ports: new Set(config.WEBHOOK_PORTS.map(Number)),
  allowedOrigins: new Set(config.WEBHOOK_ALLOWED_ORIGINS),
});

function judge({ statusCode }: Dispatcher.ResponseData, response: string): Omit<AttemptReport, 'durationMs'> {
  if (statusCode >= 200 && statusCode < 300)
    return { outcome: 'delivered', statusCode, error: null, response };
  const error =
    statusCode >= 300 && statusCode < 400 ? 'redirects are not followed: register the final URL' : null;
  return { outcome: 'refused', statusCode, error, response };
}

const unreachable = (error: string): Omit<AttemptReport, 'durationMs'> => ({
  outcome: 'unreachable',
  statusCode: null,
  error,
  response: null,
});

async function beginningOf({ body }: Dispatcher.ResponseData): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // The iteration's end destroys what has not been read.
  for await (const chunk of body) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= KEPT_BYTES) break;
  }
  const text = Buffer.concat(chunks).subarray(0, KEPT_BYTES).toString('utf8');
  // eslint-disable-next-line no-control-regex -- PostgreSQL stores no NUL, and a log shows no other control character either
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '\ufffd');
}

const ASKS_FOR_A_PAUSE = new Set([429, 503]);

function pauseAskedFor({ statusCode, headers }: Dispatcher.ResponseData): number | null {
  if (!ASKS_FOR_A_PAUSE.has(statusCode)) return null;
  return retryAfter([headers['retry-after']].flat()[0], Date.now());
}

/** For the endpoint's owner to read: what happened, without anything of this machine. */
function explain(error: unknown): string {
  if (error instanceof ForbiddenAddressError) return error.message;
  const { name, code } = error as { name?: string; code?: string };
  if (name === 'TimeoutError') return 'no answer in time';
  return EXPLAINED[code ?? ''] ?? `the connection failed${typeof code === 'string' ? ` (${code})` : ''}`;
}

const EXPLAINED: Record<string, string> = {
  ENOTFOUND: 'the name could not be resolved',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
};
