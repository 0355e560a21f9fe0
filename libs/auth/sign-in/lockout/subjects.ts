import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';

/** Not the address itself: what strangers type in is nothing to keep. The same whether or not there is such a user. */
export const accountSubject = (email: string): string =>
  createHash('sha256').update(email.toLowerCase()).digest('hex');

/** One household or host holds a whole /64 of IPv6, so that counts as one address. IPv4 in IPv6 is IPv4. */
export function addressSubject(address: string): string {
  const text = address.toLowerCase().split('%', 1)[0]!;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  if (mapped) return mapped;
  return isIPv6(text) ? `${groupsOf(text).slice(0, 4).join(':')}::/64` : text;
}

function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const split = (part: string) => part.split(':').filter((group) => group !== '');
  const [first, last] = [split(head), split(tail ?? '')];
  const gap = tail === undefined ? [] : Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0');
  return [...first, ...gap, ...last].map((group) => group.replace(/^0+(?=.)/, ''));
}
