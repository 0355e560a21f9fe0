import { z } from 'zod';
import type { ArtifactView } from '#libs/orchestration';

export const ArtifactSchema = z
  .object({
    id: z.uuid(),
    jobId: z.uuid(),
    name: z.string(),
    mediaType: z.string(),
    size: z.int().describe('Bytes.'),
    sha256: z.string().describe('Of the content, in hex; also its ETag.'),
    createdAt: z.iso.datetime(),
    url: z.string().describe('Where to download it.'),
  })
  .meta({
    id: 'Artifact',
    examples: [
      {
        id: '0193a1c2-7d1e-7c3a-9b1e-3f5a7c9e1b2d',
        jobId: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b',
        name: 'video.mp4',
        mediaType: 'video/mp4',
        size: 4_211_334,
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        createdAt: '2026-11-21T09:30:00.000Z',
        url: '/v1/artifacts/0193a1c2-7d1e-7c3a-9b1e-3f5a7c9e1b2d',
      },
    ],
  });

export const ArtifactListSchema = z.object({ items: z.array(ArtifactSchema) }).meta({ id: 'ArtifactList' });

export type ArtifactDto = z.output<typeof ArtifactSchema>;
export type ArtifactListDto = z.output<typeof ArtifactListSchema>;

const toArtifactDto = (artifact: ArtifactView): ArtifactDto => ({
  id: artifact.id,
  jobId: artifact.jobId,
  name: artifact.name,
  mediaType: artifact.mediaType,
  size: artifact.size,
  sha256: artifact.sha256,
  createdAt: artifact.createdAt,
  url: `/v1/artifacts/${artifact.id}`,
});

export const toArtifactListDto = (artifacts: ArtifactView[]): ArtifactListDto => ({
  items: artifacts.map(toArtifactDto),
});
