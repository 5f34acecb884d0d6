import { z } from 'zod';

/** What a person or a key may do. One table drives the server's checks, the web's menus and the documentation. */
export const PERMISSIONS = [
  'people.read',
  'people.write',
  'enquiries.read',
  'enquiries.work',
  'enquiries.assign',
  'enquiries.supervise',
  'enquiries.export',
  'people.export',
  'imports.run',
  'metrics.read',
  'metrics.write',
  'letters.post',
  'settings.read',
  'settings.write',
  'gate.manage',
  'users.manage',
  'api-keys.manage',
  'audit.read',
  'jobs.read',
  'jobs.manage',
] as const;
export const Permission = z.enum(PERMISSIONS).meta({ id: 'Permission' });
export type Permission = z.infer<typeof Permission>;

export const ROLES = ['admin', 'manager', 'consultant', 'desk', 'agent', 'clinician', 'adjuster', 'analyst'] as const;
export const Role = z.enum(ROLES).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

const LEAD_DESK = ['people.read', 'people.write', 'enquiries.read', 'enquiries.work', 'jobs.read'] as const;

/** What an administrator alone may do: accounts, keys, and the rules of what may be sent. */
const ADMIN_ONLY: readonly Permission[] = ['users.manage', 'api-keys.manage', 'gate.manage'];

/** Least privilege by role. `admin` may do all, `manager` all but what is hers alone. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  admin: PERMISSIONS,
  manager: PERMISSIONS.filter((permission) => !ADMIN_ONLY.includes(permission)),
  consultant: [...LEAD_DESK, 'metrics.read'],
  desk: [...LEAD_DESK, 'enquiries.assign', 'letters.post'],
  agent: LEAD_DESK,
  clinician: ['people.read', 'people.write', 'enquiries.read'],
  adjuster: ['people.read'],
  analyst: ['enquiries.read', 'metrics.read'],
};
