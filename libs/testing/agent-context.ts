import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentContext } from '#libs/agents';
import type { StageEffects } from '#libs/orchestration';
import { newId } from '#libs/kernel';
import type { Providers, StageProviders } from '#libs/providers';
import { DiskBlobStore, type BlobRef } from '#libs/storage';

/** An agent's world for a test: real storage in a directory of its own, and what it published and reported. */
export interface TestContext extends AgentContext {
  readonly published: Map<string, BlobRef>;
  readonly reported: number[];
  dispose(): Promise<void>;
}

export async function testContext({
  providers = {},
  ...overrides
}: Partial<Omit<AgentContext, 'providers'>> & { providers?: Partial<Providers> } = {}): Promise<TestContext> {
  const root = await mkdtemp(join(tmpdir(), 'aiprod-agent-'));
  const workDir = join(root, 'work');
  await mkdir(workDir);
  const published = new Map<string, BlobRef>();
  const reported: number[] = [];
  return {
    jobId: newId(),
    tenantId: newId(),
    stage: 'test',
    item: null,
    attempt: 1,
    take: 1,
    seed: 1,
    signal: new AbortController().signal,
    logger: { info: () => undefined, warn: () => undefined },
    blobs: new DiskBlobStore({ STORAGE_DIR: join(root, 'blobs') }),
    workDir,
    looks: { recall: () => Promise.resolve(null), remember: () => Promise.resolve() },
    progress: (fraction) => void reported.push(fraction),
    publish: (name, blob) => void published.set(name, blob),
    used: () => undefined,
    ...overrides,
    effects: overrides.effects as StageEffects,
    providers: stageProviders(providers),
    published,
    reported,
    dispose: () => rm(root, { recursive: true, force: true }),
  };
}

/** These providers in the hands of a stage, whoever is asked. */
export const stageProviders = ({ text, speech, music, sound, video }: Partial<Providers>): StageProviders =>
  ({
    text: () => text,
    speech: () => speech,
    music: () => music,
    sound: () => sound,
    video: () => video,
  }) as unknown as StageProviders;
