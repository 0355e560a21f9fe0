import type { Socket } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { isPublicAddress } from '../domain/addresses.js';
import type { ResolveHost } from './resolver.js';

/** The receiver may not be connected to: not a failure of the network but a refusal of ours. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';

  constructor() {
    super(
      'the receiver’s name leads to a private or special address; webhooks go to the public Internet alone',
    );
  }
}

type Connected = Parameters<buildConnector.connector>[1];

/**
 * An agent that connects to public addresses alone. The name is resolved once, all its addresses are checked, and one of these very
 * addresses is connected to: a name that changes its mind in between (DNS rebinding) changes nothing. The address at the other end
 * is looked at once more before a byte is sent. Connections are not kept, so each delivery is checked anew.
 */
export class GuardedAgent extends Agent {
  constructor(resolve: ResolveHost, isAllowedOrigin: (origin: string) => boolean, connectTimeoutMs: number) {
    const connect = buildConnector({ timeout: connectTimeoutMs, autoSelectFamily: false });
    super({
      pipelining: 0,
      connect: (options, done) => {
        const { hostname } = options;
        const allowed = isAllowedOrigin(originOf(options));
        addressOf(hostname, resolve, allowed).then(
          (address) => {
            const servername = options.servername ?? nameForTls(hostname);
            connect(
              { ...options, hostname: address, ...(servername && { servername }) },
              checked(done, allowed),
            );
          },
          (error: Error) => done(error, null),
        );
      },
    });
  }
}

/** undici hands IPv6 addresses over without the brackets that they have in a URL. */
function originOf({ protocol, hostname, port }: buildConnector.Options): string {
  const host = hostname.includes(':') ? `[${hostname.replace(/^\[|\]$/g, '')}]` : hostname;
  const url = `${protocol}//${host}${port ? `:${port}` : ''}`;
  return URL.canParse(url) ? new URL(url).origin : '';
}

async function addressOf(hostname: string, resolve: ResolveHost, allowed: boolean): Promise<string> {
  const addresses = await resolve(hostname.replace(/^\[|\]$/g, ''));
  const [first] = addresses;
  if (first === undefined) throw new Error('the name has no address');
  // One bad address among good ones is either a mistake or an attempt: whichever, nothing goes there.
  if (!allowed && !addresses.every(isPublicAddress)) throw new ForbiddenAddressError();
  return first;
}

const checked =
  (done: Connected, allowed: boolean): Connected =>
  (...[error, socket]: Parameters<Connected>) => {
    if (error !== null) {
      done(error, null);
      return;
    }
    const { remoteAddress } = socket as Socket;
    if (allowed || (remoteAddress !== undefined && isPublicAddress(remoteAddress))) {
      done(null, socket as Socket);
      return;
    }
    (socket as Socket).destroy();
    done(new ForbiddenAddressError(), null);
  };

/** Certificates are for names; an address in the URL has none to ask for. */
const nameForTls = (hostname: string): string => (/^[\d.]+$|:/.test(hostname) ? '' : hostname);
