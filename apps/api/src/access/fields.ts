import { z } from 'zod';
import { ALL_PERMISSIONS, PERMISSIONS } from '#libs/auth';

export const ID = '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b';
export const TIME = '2026-11-21T09:30:00.000Z';

export const time = z.iso.datetime();

export const objectError = (issue: { code?: string }): string | undefined =>
  issue.code === 'invalid_type' ? 'must be a JSON object' : undefined;

export const text = (max: number) => {
  const error = `must be text of 1 to ${max} characters`;
  return z.string({ error }).trim().min(1, { error }).max(max, { error });
};

export const email = z
  .email({ error: 'must be an e-mail address like name@example.org' })
  .max(254, { error: 'must have at most 254 characters' });

export const permissions = z
  .array(z.enum(ALL_PERMISSIONS, { error: `must be one of ${ALL_PERMISSIONS.join(', ')}` }), {
    error: 'must be a list of permissions',
  })
  .max(ALL_PERMISSIONS.length, { error: `must have at most ${ALL_PERMISSIONS.length} entries` })
  .describe(
    Object.entries(PERMISSIONS)
      .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
      .join('. '),
  );

export const anyJob = z
  .boolean({ error: 'must be true or false' })
  .describe('Reaches the jobs of the tenant’s other users too; false: own jobs only.');

export const pageOf = <T extends z.ZodType>(items: T) =>
  z.object({
    items: z.array(items),
    nextCursor: z
      .string()
      .nullable()
      .describe('Send it as `cursor` for the next page; null on the last one.'),
  });

export const iso = (at: Date | null): string | null => at && at.toISOString();
