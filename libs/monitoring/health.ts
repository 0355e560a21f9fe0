/** One thing that has to work: `run` resolves when it does. */
export interface HealthCheck {
  name: string;
  /** Work goes on without it: its failure is shown, and no reason to send requests elsewhere. */
  optional?: boolean;
  run(): Promise<unknown>;
}

export interface CheckResult {
  status: 'ok' | 'failing';
  /** How long the check took, in milliseconds. */
  ms: number;
  /** Why it fails, in words that give nothing away. */
  reason?: 'timeout' | 'error';
}

export interface Health {
  /** `degraded`: only what is optional fails. */
  status: 'ok' | 'degraded' | 'failing';
  checks: Record<string, CheckResult>;
}

/** Runs all checks at once; one that takes longer than `timeoutMs` fails, so that the answer always comes. */
export async function checkHealth(checks: readonly HealthCheck[], timeoutMs = 2_000): Promise<Health> {
  const results = await Promise.all(
    checks.map(async (check) => [check.name, await runCheck(check, timeoutMs)] as const),
  );
  const failing = checks.filter((_, index) => results[index]?.[1].status === 'failing');
  const bad = failing.some(({ optional }) => !optional) ? 'failing' : 'degraded';
  return { status: failing.length === 0 ? 'ok' : bad, checks: Object.fromEntries(results) };
}

async function runCheck(check: HealthCheck, timeoutMs: number): Promise<CheckResult> {
  const startedAt = performance.now();
  const ms = () => Math.round(performance.now() - startedAt);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'timeout');
  });
  try {
    const first = await Promise.race([check.run(), timeout]);
    return first === 'timeout'
      ? { status: 'failing', ms: ms(), reason: 'timeout' }
      : { status: 'ok', ms: ms() };
  } catch {
    return { status: 'failing', ms: ms(), reason: 'error' };
  } finally {
    clearTimeout(timer);
  }
}
