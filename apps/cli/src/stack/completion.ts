import type { Credentials } from '#client';

/** Not a setting: how a child learns what to load at once: URLs with blanks in between. */
export const PRELOAD = 'AIPROD_PRELOAD';

/** What completes a child. */
export interface Completion {
  readonly env: NodeJS.ProcessEnv;
  /** Add the first administrator, and send them back. One child does it, as it has loaded all that takes; its parent has not. */
  readonly firstAdmin?: string;
}

export interface FirstAdminReport {
  readonly firstAdmin: Credentials | null;
}
