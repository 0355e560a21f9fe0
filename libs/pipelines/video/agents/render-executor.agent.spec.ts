import { writeFile } from 'node:fs/promises';
import { runMedia } from '#libs/media';
import { MotionGraphicsProvider, VideoProvider, type ClipRequest } from '#libs/providers';
import { stageProviders, testContext, type TestContext } from '#libs/testing';
import { RenderExecutor } from './render-executor.agent.js';

class RecordingVideoProvider extends VideoProvider {
  override readonly name = 'recording';
  readonly requests: ClipRequest[] = [];

  override async render(request: ClipRequest) {
    this.requests.push(request);
    request.onProgress(0.5);
    await writeFile(request.outputPath, 'clip');
    const usage = [{ provider: 'recording', model: 'm', unit: 'seconds' as const, quantity: 2 }];
    return { usage, by: this.name, downgraded: null };
  }
}

describe('RenderExecutor', () => {
  const agent = new RenderExecutor();
  let context: TestContext;
  beforeAll(async () => {
    context = await testContext();
  });
  afterAll(() => context.dispose());

  const input = agent.input.parse({
    scene: {
      sceneId: 's2',
      prompt: 'An oven',
      graphics: {
        layout: 'hero',
        camera: 'drift',
        headline: 'Bread',
        kicker: '',
        items: [],
        figure: '',
        icons: ['bread'],
        palette: {
          background: '#fff4e3',
          backgroundAlt: '#ffe4c4',
          primary: '#cf4a22',
          accent: '#1b7f6b',
          text: '#2b1a12',
          onPrimary: '#ffffff',
        },
        position: 'middle',
      },
    },
    timeline: {
      fps: 30,
      totalFrames: 90,
      durationSec: 3,
      scenes: [
        { sceneId: 's1', startSec: 0, startFrame: 0, frames: 45, captions: [] },
        {
          sceneId: 's2',
          startSec: 1.5,
          startFrame: 45,
          frames: 45,
          captions: [
            {
              startSec: 1.4,
              endSec: 3.2,
              words: [
                { text: 'Fresh', startSec: 1.4, endSec: 2 },
                { text: 'bread', startSec: 2, endSec: 3.2 },
              ],
            },
          ],
        },
      ],
      voiced: true,
      notice: '',
    },
    format: { width: 128, height: 72, fps: 30 },
    providers: [],
  });

  it('asks for the scene’s own frames, with captions from the clip’s start and inside it, and stores the clip', async () => {
    const video = new RecordingVideoProvider();
    const used: unknown[] = [];
    const output = agent.output.parse(
      await agent.run(input, {
        ...context,
        providers: stageProviders({ video }),
        used: ({ usage }) => void used.push(...usage),
      }),
    );
    expect(video.requests[0]).toMatchObject({
      prompt: 'An oven',
      frames: 45,
      format: input.format,
      seed: context.seed,
      signal: context.signal,
      captions: [
        { startSec: 0, endSec: 1.5, words: [{ text: 'Fresh', startSec: 0, endSec: 0.5 }, { endSec: 1.5 }] },
      ],
    });
    expect(output).toMatchObject({ sceneId: 's2', frames: 45, clip: { mediaType: 'video/mp4' } });
    expect((await context.blobs.readBytes(output.clip)).toString()).toBe('clip');
    expect(context.reported).toContain(0.5);
    expect(used).toEqual([{ provider: 'recording', model: 'm', unit: 'seconds', quantity: 2 }]);
  });

  it('renders a real clip of the length that the timeline asks for', async () => {
    const { clip } = await agent.run(input, {
      ...context,
      providers: stageProviders({ video: new MotionGraphicsProvider() }),
    });
    const { stdout } = await runMedia('ffprobe', [
      ...['-v', 'error', '-count_frames', '-show_entries', 'stream=codec_name,nb_read_frames'],
      ...['-of', 'csv=p=0', await context.blobs.localPath(clip)],
    ]);
    expect(stdout.trim()).toBe('h264,45');
  });

  it('names a scene that has no place in the timeline, and a frame rate that differs', async () => {
    const lost = { ...input, scene: { ...input.scene, sceneId: 's9' } };
    await expect(agent.run(lost, context)).rejects.toMatchObject({ code: 'video.scene_not_timed' });
    const slow = { ...input, format: { ...input.format, fps: 25 } };
    await expect(agent.run(slow, context)).rejects.toMatchObject({ code: 'video.frame_rate_mismatch' });
  });
});
