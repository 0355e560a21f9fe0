import { isPublicAddress } from './addresses.js';

/** Where webhooks may go beside public hosts by https. */
export interface TargetRules {
  ports: ReadonlySet<number>;
  /** Origins that are let through whatever they are: for development, and for receivers in the same network. */
  allowedOrigins: ReadonlySet<string>;
}

const MAX_LENGTH = 2_048;

/** Names that lead to this machine or its network by agreement. */
const LOCAL_NAME = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home\.arpa|corp|home)\.?$/;

/**
 * What is wrong with an address that webhooks shall be sent to, said so that its owner can mend it; null where nothing is.
 * It says nothing about where a name leads: that is looked at when the connection is made, each time.
 */
export function targetFault(text: string, rules: TargetRules): string | null {
  if (text.length > MAX_LENGTH) return `must have at most ${MAX_LENGTH} characters`;
  if (!URL.canParse(text)) return 'must be a URL such as https://example.com/webhooks';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or a password';
  if (url.hash !== '') return 'must not have a fragment (#…)';
  if (rules.allowedOrigins.has(url.origin)) return null;
  if (url.protocol !== 'https:') return 'must start with https://';
  if (!rules.ports.has(portOf(url))) return `must use one of the ports ${[...rules.ports].join(', ')}`;
  return hostFault(url.hostname);
}

function hostFault(hostname: string): string | null {
  const literal = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  const isAddress = literal.includes(':') || /^[\d.]+$/.test(literal);
  if (isAddress)
    return isPublicAddress(literal) ? null : 'must not be an address of a private or special network';
  if (LOCAL_NAME.test(hostname) || !hostname.includes('.'))
    return 'must be a host of the public Internet, not of a local network';
  return null;
}

const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
