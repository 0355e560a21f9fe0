import { z } from 'zod';
import { objectError, wholeNumber } from '../job-requests.dto.js';

const MAX_VERSION = 2_147_483_647;

const VERSION_1 = {
  version: 1,
  author: 'agents',
  comment: '',
  at: '2026-11-21T09:30:02.000Z',
};
const VERSION_2 = {
  version: 2,
  author: '0193a1c2-7d10-7b3e-9f21-5c6d7e8f9a0b',
  comment: 'The opening time belongs into the first headline.',
  at: '2026-11-21T09:34:40.000Z',
};
const COMMENT = {
  id: '0193a1c2-9e77-7c01-8d3a-1b2c3d4e5f60',
  version: 1,
  author: VERSION_2.author,
  text: 'Does the first headline say when they open?',
  at: '2026-11-21T09:32:11.000Z',
};
const MANIFEST = {
  plan: { script: { title: 'Fresh bread at seven' } },
  visuals: { palette: {}, scenes: [] },
};

const author = z.string().describe('A user’s id; `agents` for what the stages wrote themselves.');
const manifest = z
  .record(z.string(), z.unknown())
  .describe('What the pipeline plans; of a video its `plan` (script and shots) and its `visuals`.');

export const ManifestVersionSchema = z
  .object({ version: z.int(), author, comment: z.string(), at: z.iso.datetime() })
  .meta({ id: 'ManifestVersion', examples: [VERSION_2] });

export const ManifestVersionDetailSchema = ManifestVersionSchema.extend({ manifest }).meta({
  id: 'ManifestVersionDetail',
  examples: [{ ...VERSION_1, manifest: MANIFEST }],
});

export const ManifestCommentSchema = z
  .object({
    id: z.uuid(),
    version: z.int().describe('The version that it is about.'),
    author,
    text: z.string(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'ManifestComment', examples: [COMMENT] });

export const ManifestSchema = z
  .object({
    version: z.int().describe('Of `manifest`: the newest. Name it as `basedOn` of a change.'),
    status: z
      .enum(['draft', 'approved', 'discarded'])
      .describe(
        '`draft`: waits for approval. `approved`: the job went on with it. `discarded`: the job ended before.',
      ),
    editable: z.boolean(),
    manifest,
    history: z.array(ManifestVersionSchema).describe('The oldest first.'),
    comments: z.array(ManifestCommentSchema).describe('The oldest first.'),
  })
  .meta({
    id: 'Manifest',
    examples: [
      {
        version: 2,
        status: 'draft',
        editable: true,
        manifest: MANIFEST,
        history: [VERSION_1, VERSION_2],
        comments: [COMMENT],
      },
    ],
  });

const text = (max: number) =>
  z.string({ error: 'must be text' }).max(max, { error: `must have at most ${max} characters` });

export const EditManifestSchema = z
  .strictObject(
    {
      basedOn: wholeNumber(1, MAX_VERSION).describe('The version that the change starts from.'),
      manifest: z
        .record(z.string(), z.unknown(), { error: 'must be an object: the whole manifest, as it shall be' })
        .describe('The whole manifest, as it shall be; checked by the pipeline.'),
      comment: text(2_000).default('').describe('Why; kept with the version.'),
    },
    { error: objectError },
  )
  .meta({ id: 'EditManifest', examples: [{ basedOn: 1, manifest: MANIFEST, comment: VERSION_2.comment }] });

export const CommentOnManifestSchema = z
  .strictObject(
    {
      version: wholeNumber(1, MAX_VERSION).describe('The version that it is about.'),
      text: text(2_000).trim().min(1, { error: 'must not be empty' }),
    },
    { error: objectError },
  )
  .meta({ id: 'CommentOnManifest', examples: [{ version: 1, text: COMMENT.text }] });

export type ManifestDto = z.output<typeof ManifestSchema>;
export type ManifestVersionDetailDto = z.output<typeof ManifestVersionDetailSchema>;
export type ManifestCommentDto = z.output<typeof ManifestCommentSchema>;
export type EditManifest = z.output<typeof EditManifestSchema>;
export type CommentOnManifest = z.output<typeof CommentOnManifestSchema>;
