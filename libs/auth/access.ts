import { SetMetadata } from '@nestjs/common';
import type { Permission } from './permissions.js';

/** What a route asks of its caller. A route that says nothing is refused at boot. */
export type Access =
  | { public: true }
  | { session: true }
  | {
      permission: Permission;
      /** Only for the tenant that operates the system: it concerns all tenants. */
      operator?: true;
    };

const ACCESS = 'aiprod:access';

/** The caller must be signed in and hold this permission. */
export const RequirePermission = (permission: Permission): MethodDecorator =>
  SetMetadata(ACCESS, { permission } satisfies Access);

/** As `RequirePermission`, and the caller must be of the tenant that operates the system: for what concerns all tenants. */
export const RequireOperator = (permission: Permission): MethodDecorator =>
  SetMetadata(ACCESS, { permission, operator: true } satisfies Access);

/** The caller must have signed in, whatever their role: for what people do with their own account. No API key can do it for them. */
export const RequireSession = (): MethodDecorator => SetMetadata(ACCESS, { session: true } satisfies Access);

/** Anyone may call this, without signing in. Its statements reach across tenants, since nobody has said whose they are. */
export const Public = (): MethodDecorator => SetMetadata(ACCESS, { public: true } satisfies Access);

export const declaredAccess = (handler: object): Access | undefined =>
  Reflect.getMetadata(ACCESS, handler) as Access | undefined;
