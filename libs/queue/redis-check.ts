const OLDEST = [6, 2] as const;

/** What makes this Redis unfit, in words that say how to mend it. `info` is the answer to its INFO command. */
export function redisProblems(info: string, { requireAof }: { requireAof: boolean }): string[] {
  const facts = new Map(
    info.split(/\r?\n/).map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    }),
  );
  const problems: string[] = [];
  const version = facts.get('redis_version') ?? '';
  if (!isRecent(version)) {
    problems.push(`it is version ${version || 'unknown'}; install ${OLDEST.join('.')} or later`);
  }
  const policy = facts.get('maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction') {
    problems.push(
      `its maxmemory-policy is ${policy}, which drops messages when memory runs short; ` +
        'set "maxmemory-policy noeviction" in redis.conf, or now: redis-cli CONFIG SET maxmemory-policy noeviction',
    );
  }
  if (requireAof && facts.get('aof_enabled') === '0') {
    problems.push(
      'its append-only file is off, so that a restart forgets all messages; ' +
        'set "appendonly yes" in redis.conf, or now: redis-cli CONFIG SET appendonly yes ' +
        '(REDIS_REQUIRE_AOF=false goes without: stages that wait are then woken some seconds later)',
    );
  }
  return problems;
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
