import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent, fetch } from 'undici';

const TIMEOUT_MS = 5_000;
const MOST_BYTES = 262_144;

/** Networks that are nobody's on the Internet: an administrator of a tenant must not reach our own through us. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv6');

/** IPv4 in IPv6 is looked at as IPv4. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && !PRIVATE.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

const refused = (host: string) => new Error(`${host} is not on the public Internet`);

const publicLookup: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0);
    // The address that is connected to is the one that is looked at: a second look-up could tell another.
    if (!found.every(({ address }) => isPublicAddress(address))) return done(refused(hostname), '', 0);
    return options.all ? done(null, found) : done(null, found[0]!.address, found[0]!.family);
  });
};

const publicOnly = new Agent({ connect: { lookup: publicLookup, timeout: TIMEOUT_MS } });

/** Another status than 200. */
export class UnexpectedStatus extends Error {
  constructor(
    address: string,
    readonly status: number,
  ) {
    super(`${address} answered ${status}`);
  }
}

/**
 * A small JSON document from somebody else's server: over https, from a public address, with no redirect, in 5 s.
 * @param anywhere also over http and from private addresses: for development
 * @param form posts it; without one the document is fetched
 * @throws Error, UnexpectedStatus
 */
export async function fetchPublicJson(
  address: string,
  anywhere: boolean,
  { form, headers }: { form?: URLSearchParams; headers?: Record<string, string> } = {},
): Promise<unknown> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!anywhere && url.protocol !== 'https:') throw new Error(`${address} is not an https address`);
  if (!anywhere && isIP(host) !== 0 && !isPublicAddress(host)) throw refused(host);
  const response = await fetch(url, {
    headers: { accept: 'application/json', ...headers },
    ...(form && { method: 'POST', body: form }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(!anywhere && { dispatcher: publicOnly }),
  });
  if (response.status !== 200) throw new UnexpectedStatus(address, response.status);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > MOST_BYTES) throw new Error(`${address} answered more than ${MOST_BYTES} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
