import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '#libs/kernel';
import type { Anchor } from '../domain/anchor.js';

const Line = z.object({
  tenantId: z.uuid(),
  seq: z.int().min(1),
  hash: z.string(),
  at: z.iso.datetime().transform((text) => new Date(text)),
  keyId: z.string(),
  signature: z.string(),
});

/** Reads the anchors that were kept in a file. @throws AppError `audit.bad_anchor_file` naming the line */
export async function readAnchorFile(path: string): Promise<Anchor[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [Line.parse(JSON.parse(line))];
    } catch (cause) {
      throw new AppError('audit.bad_anchor_file', `Line ${index + 1} of the file is no anchor`, {
        class: 'input',
        cause,
      });
    }
  });
}
