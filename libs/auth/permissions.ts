/** Everything that can be allowed, with what it allows. Routes, roles and OpenAPI refer to these names. */
export const PERMISSIONS = {
  'jobs:read': 'See jobs, their progress and their events',
  'jobs:create': 'Submit jobs',
  'jobs:update': 'Cancel and steer jobs',
  'jobs:delete': 'Delete jobs',
  'results:read': 'Download what jobs have made',
  'logs:read': 'Read logs',
  'metrics:read': 'Read metrics',
  'users:manage': 'Create, change and disable users',
  'roles:manage': 'Define roles and give them to users',
  'settings:manage': 'Change settings',
  'audit:read': 'Read the audit log',
  'service:call': 'Call as another service',
  'service:webhook': 'Receive and manage webhooks',
  'spend:approve': 'Approve or reject spending and delivery',
} as const;

export type Permission = keyof typeof PERMISSIONS;

export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as Permission[];

/** The built-in roles. Nobody approves their own spending by default, so `spend:approve` is an administrator's. */
export const ROLES = {
  ADMIN: { description: 'May do everything in the tenant', permissions: ALL_PERMISSIONS, anyJob: true },
  USER: {
    description: 'Works on jobs of their own',
    permissions: ['jobs:read', 'jobs:create', 'jobs:update', 'jobs:delete', 'results:read'],
    anyJob: false,
  },
  VIEWER: {
    description: 'Sees all jobs and changes none',
    permissions: ['jobs:read', 'results:read', 'logs:read', 'metrics:read'],
    anyJob: true,
  },
  SERVICE: {
    description: 'A program that works on jobs of its own, with API keys',
    permissions: [
      'jobs:read',
      'jobs:create',
      'jobs:update',
      'results:read',
      'service:call',
      'service:webhook',
    ],
    anyJob: false,
  },
} as const satisfies Record<
  string,
  { description: string; permissions: readonly Permission[]; anyJob: boolean }
>;

/** A built-in role. Those of a tenant are written in small letters, so that the two never meet. */
export type Role = keyof typeof ROLES;

export const isRole = (name: string): name is Role => Object.hasOwn(ROLES, name);

export const isPermission = (name: string): name is Permission => Object.hasOwn(PERMISSIONS, name);
