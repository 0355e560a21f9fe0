import { truncate, unlink } from 'node:fs/promises';
import type { BlobRef } from '#libs/storage';
import { testContext, type TestContext } from '#libs/testing';
import type { z } from 'zod';
import { CloudServicesIntegrator } from './cloud-services-integrator.agent.js';

interface Manifest {
  job: object;
  files: { name: string; sha256: string }[];
  cost: { totalMicros: number; usage: object[] };
  stages: object[];
  licences: { component: string; version: string; licence: string }[];
}

const stage = (name: string, changes: object = {}) => ({
  stage: name,
  item: null,
  agent: name,
  agentVersion: 1,
  seed: 7,
  attempt: 1,
  usage: [],
  costMicros: 0,
  outputKey: 'a'.repeat(64),
  startedAt: '2026-11-21T10:00:00.000Z',
  finishedAt: '2026-11-21T10:00:02.500Z',
  ...changes,
});

describe('CloudServicesIntegrator', () => {
  const agent = new CloudServicesIntegrator();
  let context: TestContext;
  let lines: object[];
  let input: z.output<CloudServicesIntegrator['input']>;

  beforeEach(async () => {
    lines = [];
    context = await testContext({
      logger: { info: (fields) => void lines.push(fields), warn: () => undefined },
    });
    const put = (content: string) => context.blobs.putBytes(content, 'application/octet-stream');
    const speech = { provider: 'flite', model: 'slt', unit: 'characters' };
    input = agent.input.parse({
      job: {
        id: 'j1',
        pipeline: 'video',
        pipelineVersion: 1,
        track: 'fast',
        trackReason: 'short and simple',
        seed: 7,
        input: { brief: 'A cosy bakery opens.' },
      },
      stages: [
        stage('script', {
          usage: [{ provider: 'gemini', model: 'flash', unit: 'tokens_in', quantity: 40 }],
          costMicros: 120,
        }),
        stage('narrate', { item: 0, usage: [{ ...speech, quantity: 30 }], attempt: 2 }),
        stage('narrate', {
          item: 1,
          usage: [{ ...speech, quantity: 12 }],
          finishedAt: '2026-11-21T10:00:09Z',
          lease: 'kept',
        }),
      ],
      script: {
        title: 'Bakery',
        language: 'en',
        mood: 'warm',
        scenes: [{ id: 's1', role: 'hook', narration: 'Hello.', headline: 'Hello', keywords: ['bread'] }],
      },
      video: await put('video'),
      thumbnail: await put('thumbnail'),
      captionsSrt: await put('srt'),
      captionsVtt: await put('vtt'),
      narration: await put('narration'),
      music: await put('music'),
      effects: await put('effects'),
      technical: { score: 1, passed: true, checks: [] },
      semantic: {
        score: 0.9,
        criteria: ['style_coherence', 'narrative_adherence', 'emotional_sync', 'visual_quality'].map(
          (name) => ({
            name,
            weight: 0.25,
            score: 0.9,
            evidence: [],
          }),
        ),
        notJudged: [],
      },
      decision: {
        decision: 'approve',
        scenes: [],
        reason: 'good',
        quality: 0.9,
        technical: 1,
        costMicros: 120,
        budgetMicros: 500_000,
      },
    });
  });
  afterEach(() => context.dispose());

  const manifestOf = async (changes: object = {}): Promise<Manifest> => {
    const { manifest } = agent.output.parse(await agent.run({ ...input, ...changes }, context));
    return JSON.parse(String(await context.blobs.readBytes(manifest))) as Manifest;
  };

  it('delivers every file with its hash, and a manifest that tells how the film came about', async () => {
    const { delivered } = await agent.run(input, context);
    const manifest = await manifestOf();
    expect(delivered.map(({ name }) => name)).toEqual([
      ...[
        'video.mp4',
        'thumbnail.jpg',
        'captions.srt',
        'captions.vtt',
        'narration.wav',
        'music.wav',
        'effects.wav',
      ],
      ...['qa-report.json', 'manifest.json'],
    ]);
    expect([...context.published.keys()]).toEqual(['qa-report.json', 'manifest.json']);
    expect(manifest.files[0]).toEqual({ name: 'video.mp4', ...input.video });
    expect(manifest.job).toEqual(input.job);
    expect(manifest.stages).toEqual(input.stages);
    expect(manifest.cost).toMatchObject({
      totalMicros: 120,
      usage: [
        { provider: 'flite', model: 'slt', unit: 'characters', quantity: 42 },
        { provider: 'gemini', model: 'flash', unit: 'tokens_in', quantity: 40 },
      ],
    });
    expect(lines[0]).toMatchObject({
      event: 'video.delivered',
      files: 9,
      costMicros: 120,
      elapsedSec: 9,
      retries: 1,
    });
  });

  it('names the licences of what is in the film, and no voice where none speaks', async () => {
    const spoken = await manifestOf();
    expect(spoken.licences.map(({ component }) => component)).toEqual([
      ...['Inter', 'Fluent Emoji (flat)', 'Circle Flags', 'World Atlas (Natural Earth)'],
      ...['Flite, voice slt', 'FFmpeg'],
    ]);
    for (const { version, licence } of spoken.licences) {
      expect(version).toMatch(/\d/);
      expect(licence).toMatch(/^(OFL-1\.1|MIT|ISC|LicenseRef-Flite|L?GPL-\d\.\d-or-later)$/);
    }
    const silent = await manifestOf({ narration: null, script: { ...input.script, language: 'ja' } });
    expect(silent.licences.map(({ component }) => component)).toContain('Noto Sans JP');
    expect(silent.licences.map(({ component }) => component)).not.toContain('Flite, voice slt');
    expect(silent.files.map(({ name }) => name)).not.toContain('narration.wav');
  });

  it.each<[string, (path: string) => Promise<void>, string]>([
    ['was cut short', (path) => truncate(path, 3), 'delivery.corrupt'],
    ['is gone', unlink, 'storage.not_found'],
  ])('delivers nothing if a file %s in the storage', async (_name, damage, code) => {
    await damage(await context.blobs.localPath(input.video as BlobRef));
    await expect(agent.run(input, context)).rejects.toMatchObject({ code });
    expect(context.published.size).toBe(0);
    expect(lines).toEqual([]);
  });

  it('gives the same manifest for the same film', async () => {
    expect(await agent.run(input, context)).toEqual(await agent.run(input, context));
  });
});
