import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

/** All addresses that a host name has, as text. @throws Error where it has none, or nobody can say */
export type ResolveHost = (hostname: string) => Promise<string[]>;

const TIMEOUT_MS = 3_000;

/** @param servers `address[:port]`; empty: as the system resolves names, its hosts file included */
export function resolverOf(servers: readonly string[]): ResolveHost {
  if (servers.length === 0) return systemLookup;
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });
  resolver.setServers(servers);
  return async (hostname) => {
    if (isIP(hostname) !== 0) return [hostname];
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length === 0) throw new Error('the name could not be resolved');
    return addresses;
  };
}

async function systemLookup(hostname: string): Promise<string[]> {
  if (isIP(hostname) !== 0) return [hostname];
  return (await lookup(hostname, { all: true })).map(({ address }) => address);
}
