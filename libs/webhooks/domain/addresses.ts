import ipaddr from 'ipaddr.js';

/** Public by the registries, but answered by the machine's own cloud: Azure's wire server. */
const CLOUD_SERVICES = new Set(['168.63.129.16']);

/** What is given out to networks of the Internet; all else of IPv6 is translation, documentation, local or unassigned. */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/** Ranges within 2000::/3 that ipaddr.js does not know. */
const DOCUMENTATION = ipaddr.parseCIDR('3fff::/20') as [ipaddr.IPv6, number];

/**
 * Whether an address belongs to a host of the public Internet: not to this machine, its networks, its cloud's services, and
 * not to a translator that would lead back to them. What can't be read as an address is not public.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== 'unicast' || CLOUD_SERVICES.has(text)) return false;
  if (address.kind() === 'ipv4') return true;
  const ipv6 = address as ipaddr.IPv6;
  return ipv6.match(GLOBAL_UNICAST) && !ipv6.match(DOCUMENTATION);
}
