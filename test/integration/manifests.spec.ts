import { ValidationError, type JsonObject } from '#libs/kernel';
import { JobRerun, JobsService, Manifests, type PipelineDefinition } from '#libs/orchestration';
import { startKernel, testEnvironment, type KernelApp, type TestEnvironment } from '#libs/testing';
import { expectEventsToTell, ToyJobs } from './toy-jobs.js';
import { toyPipeline, toyWork } from './toy-pipeline.js';

/** The toy with a stage before it: its title and the words that are to be painted make up the manifest. */
const plannedToy: PipelineDefinition = {
  ...toyPipeline,
  name: 'planned',
  tracks: {
    only: [
      {
        name: 'outline',
        agent: 'test',
        queue: 'light',
        state: 'INPUT_SANITIZED',
        input: { title: '$job.input.title' },
        weight: 1,
      },
      ...toyPipeline.tracks.only!.map((stage) => {
        if (stage.name === 'prepare') return { ...stage, after: ['outline'] };
        const title = { title: 'outline.title' };
        return stage.name === 'deliver' ? { ...stage, input: { ...stage.input, ...title } } : stage;
      }),
    ],
  },
  manifest: {
    tracks: { only: { gate: 'prepare', sections: { outline: 'outline', words: 'prepare.words' } } },
    check(manifest) {
      const { outline, words } = manifest as { outline: { title: string }; words: string[] };
      if (outline.title === '')
        throw new ValidationError([{ path: 'manifest.outline.title', message: 'is empty' }]);
      return { outline, words };
    },
    preview: {
      pipeline: 'toy',
      input: ({ jobId, version, manifest }) => ({
        of: jobId,
        version,
        words: (manifest.words as string[]).slice(0, 1),
      }),
    },
  },
};

const ASKING = { title: 'Colours', words: ['red', 'green'], ask: { first: true } };

describe('the manifest of a job', () => {
  let environment: TestEnvironment;
  let app: KernelApp;
  let jobs: ToyJobs;
  let manifests: Manifests;

  beforeAll(async () => {
    environment = await testEnvironment();
    Object.assign(process.env, { RETRY_BASE_MS: '50', STAGE_LEASE_MS: '1000', SWEEP_INTERVAL_MS: '200' });
    app = await startKernel([toyPipeline, plannedToy], toyWork);
    jobs = new ToyJobs(app);
    manifests = app.module.get(Manifests);
  });
  afterAll(async () => {
    await expectEventsToTell(app);
    await app.module.close();
    await environment.drop();
  });

  const submit = async (input: JsonObject = ASKING): Promise<string> => {
    const { tenantId, userId } = app.scope;
    const command = { tenantId, userId, pipeline: 'planned', input, priority: 5 };
    return (await app.module.get(JobsService).submit(command)).id;
  };
  const waiting = async (input?: JsonObject): Promise<string> => {
    const id = await submit(input);
    expect(await app.settled(id)).toBe('awaiting_approval');
    return id;
  };
  const approve = (id: string) =>
    app.module.get(JobsService).decide(app.scope, id, { decision: 'approve', comment: '' });
  const edit = (id: string, basedOn: number, words: string[], title = 'Colours') =>
    manifests.edit(app.scope, id, {
      basedOn,
      manifest: { outline: { title }, words },
      comment: `to ${words.join()}`,
    });

  it('is what the stages wrote, as version 1', async () => {
    const id = await waiting();
    expect(await manifests.read(app.scope, id)).toEqual({
      version: 1,
      status: 'draft',
      editable: true,
      manifest: { outline: { title: 'Colours' }, words: ['red', 'green'] },
      history: [{ version: 1, author: 'agents', comment: '', at: expect.any(String) as string }],
      comments: [],
    });
  });

  it('is what the job goes on with once it is approved, however long its list has become', async () => {
    const id = await waiting();
    await edit(id, 1, ['red', 'green', 'blue', 'black']);
    const view = await edit(id, 2, ['gold', 'silver', 'bronze'], 'Metals');
    expect(view).toMatchObject({
      version: 3,
      editable: true,
      manifest: { words: ['gold', 'silver', 'bronze'] },
    });
    await approve(id);
    expect(await app.settled(id)).toBe('completed');
    expect((await jobs.stage(id, 'deliver'))?.output).toMatchObject({
      joined: '*gold* *silver* *bronze*',
      title: 'Metals',
    });
    expect(await manifests.read(app.scope, id)).toMatchObject({
      version: 3,
      status: 'approved',
      editable: false,
      history: [
        { version: 1, author: 'agents' },
        { version: 2, author: app.scope.userId, comment: 'to red,green,blue,black' },
        { version: 3, author: app.scope.userId, comment: 'to gold,silver,bronze' },
      ],
    });
    expect(await manifests.readVersion(app.scope, id, 2)).toMatchObject({
      version: 2,
      manifest: { words: ['red', 'green', 'blue', 'black'] },
    });
  });

  it('tells each change in the events, without a gap', async () => {
    const id = await waiting();
    await edit(id, 1, ['blue']);
    const events = await jobs.events(id);
    expect(events.at(-1)).toMatchObject({
      type: 'manifest.edited',
      actor: app.scope.userId,
      data: { version: 2, comment: 'to blue' },
    });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect((await jobs.stage(id, 'prepare'))?.output).toEqual({ words: ['blue'] });
  });

  it('takes one of several changes to the same version', async () => {
    const id = await waiting();
    const changes = await Promise.allSettled(['blue', 'pink', 'grey'].map((word) => edit(id, 1, [word])));
    expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(changes.filter(({ status }) => status === 'rejected')).toEqual(
      Array(2).fill(
        expect.objectContaining({
          reason: expect.objectContaining({ code: 'manifest.conflict' }) as unknown,
        }),
      ),
    );
    expect(await manifests.read(app.scope, id)).toMatchObject({ version: 2 });
  });

  it('refuses what the pipeline finds wrong and what changes nothing', async () => {
    const id = await waiting();
    await expect(edit(id, 1, ['red'], '')).rejects.toMatchObject({
      code: 'input.invalid',
      fields: [{ path: 'manifest.outline.title', message: 'is empty' }],
    });
    await expect(edit(id, 1, ['red', 'green'])).rejects.toMatchObject({
      code: 'input.invalid',
      fields: [{ path: 'manifest', message: 'is the same as version 1; change something' }],
    });
    expect(await manifests.read(app.scope, id)).toMatchObject({ version: 1 });
  });

  it('can be changed only while the job waits for its approval', async () => {
    const id = await waiting();
    await approve(id);
    await app.settled(id);
    await expect(edit(id, 1, ['blue'])).rejects.toMatchObject({ code: 'manifest.not_editable' });
    const rejected = await waiting();
    await app.module.get(JobsService).decide(app.scope, rejected, { decision: 'reject', comment: 'no' });
    expect(await manifests.read(app.scope, rejected)).toMatchObject({ status: 'discarded', editable: false });
    await expect(edit(rejected, 1, ['blue'])).rejects.toMatchObject({ code: 'manifest.not_editable' });
  });

  it('is approved in the version that was seen, or not at all', async () => {
    const id = await waiting();
    await edit(id, 1, ['blue', 'pink']);
    const approval = { decision: 'approve', comment: '' } as const;
    await expect(manifests.decide(app.scope, id, approval, 1)).rejects.toMatchObject({
      code: 'manifest.conflict',
    });
    expect((await jobs.view(id)).status).toBe('awaiting_approval');
    await manifests.decide(app.scope, id, approval, 2);
    expect(await app.settled(id)).toBe('completed');
    expect((await jobs.stage(id, 'deliver'))?.output).toMatchObject({ joined: '*blue* *pink*' });
  });

  it('carries comments on its versions', async () => {
    const id = await waiting();
    await manifests.comment(app.scope, id, { version: 1, text: 'green is too dark' });
    await edit(id, 1, ['red', 'lime']);
    await manifests.comment(app.scope, id, { version: 2, text: 'better' });
    expect((await manifests.read(app.scope, id)).comments).toMatchObject([
      { version: 1, text: 'green is too dark', author: app.scope.userId },
      { version: 2, text: 'better' },
    ]);
    await expect(manifests.comment(app.scope, id, { version: 3, text: '?' })).rejects.toMatchObject({
      code: 'manifest.not_found',
    });
  });

  it('gets a version of its own when the stages write it anew', async () => {
    const id = await waiting();
    await edit(id, 1, ['blue']);
    await approve(id);
    await app.settled(id);
    await app.module.get(JobRerun).rerun(app.scope, id, { from: 'outline', items: null });
    expect(await app.settled(id)).toBe('awaiting_approval');
    expect(await manifests.read(app.scope, id)).toMatchObject({
      version: 3,
      status: 'draft',
      manifest: { words: ['red', 'green'] },
      history: [{ author: 'agents' }, { author: app.scope.userId }, { author: 'agents' }],
    });
  });

  it('is not there for others, before it is written, or in a pipeline that has none', async () => {
    const id = await waiting();
    const stranger = { ...app.scope, tenantId: app.scope.userId };
    await expect(manifests.read(stranger, id)).rejects.toMatchObject({ code: 'job.not_found' });
    const toy = await jobs.submit();
    await expect(manifests.read(app.scope, toy)).rejects.toMatchObject({ code: 'manifest.not_found' });
    // Without a title the first stage has nothing to work from.
    const untitled = await submit({ words: ['red'] });
    expect(await app.settled(untitled)).toBe('failed');
    await expect(manifests.read(app.scope, untitled)).rejects.toMatchObject({ code: 'manifest.not_found' });
  });

  it('is previewed by a job of its own, while this one waits', async () => {
    const id = await waiting();
    await edit(id, 1, ['blue', 'red']);
    const preview = await manifests.preview(app.scope, id);
    expect(preview).toMatchObject({ pipeline: 'toy', input: { of: id, version: 2, words: ['blue'] } });
    expect(await app.settled(preview.id)).toBe('completed');
    expect((await jobs.view(id)).status).toBe('awaiting_approval');
  });

  it('only ever grows, and goes with its job', async () => {
    const id = await waiting();
    await edit(id, 1, ['blue']);
    await expect(
      app.database.query("UPDATE manifest_versions SET comment = 'never said' WHERE job_id = $1", [id]),
    ).rejects.toThrow('append-only');
    await app.database.query('DELETE FROM jobs WHERE id = $1', [id]);
    expect(await app.database.query('SELECT 1 FROM manifest_versions WHERE job_id = $1', [id])).toEqual([]);
  });
});
