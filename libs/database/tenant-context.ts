import { AsyncLocalStorage } from 'node:async_hooks';

const ALL = Symbol('all tenants');

/** Whose rows the statements of one request, or of one piece of the kernel's work, may touch. */
interface Reach {
  of: string | typeof ALL | undefined;
}

const storage = new AsyncLocalStorage<Reach>();

/** Runs a request, of which it is not known yet whose it is. Until `bindTenant`, its statements find no row of any tenant. */
export const runUnbound = <T>(work: () => T): T => storage.run({ of: undefined }, work);

/** From here on, what runs within `runUnbound` belongs to this tenant. @throws Error where it belongs to another already */
export const bindTenant = (tenantId: string): void => bind(tenantId);

/** From here on, what runs within `runUnbound` reaches across tenants: for requests that nobody has to sign in for. */
export const bindToNobody = (): void => bind(ALL);

function bind(to: NonNullable<Reach['of']>): void {
  const reach = storage.getStore();
  if (reach === undefined || (reach.of !== undefined && reach.of !== to)) {
    throw new Error('A request belongs to one tenant, and is bound to it once');
  }
  reach.of = to;
}

/** Runs work that belongs to one tenant, such as a stream that was opened by a request and outlives it. */
export const asTenant = <T>(tenantId: string, work: () => T): T => storage.run({ of: tenantId }, work);

/**
 * Runs the kernel's own work, which has to see the rows of all tenants: say why where you call it. What such work returns to a
 * request must not tell one tenant about another.
 */
export const acrossTenants = <T>(work: () => T): T => storage.run({ of: ALL }, work);

/** Who may be reached now, to be reached again later by `within`: a tenant's id, ALL, or nobody. Equal for equal reach. */
export const reachOfNow = (): Reach['of'] => storage.getStore()?.of;

/** Runs a statement that several callers share: all of them must have had this reach. */
export const within = <T>(reach: Reach['of'], work: () => T): T => storage.run({ of: reach }, work);

/** The tenant that statements run for now; `all` within `acrossTenants`; undefined where nobody has said. */
export function currentReach(): { tenantId: string } | 'all' | undefined {
  const of = storage.getStore()?.of;
  if (of === undefined) return undefined;
  return of === ALL ? 'all' : { tenantId: of };
}
