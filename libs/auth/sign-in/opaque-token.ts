import { createHash, randomBytes } from 'node:crypto';

/** 256 bits, so that the hash needs neither salt nor cost. */
export const newOpaqueToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of it. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();
