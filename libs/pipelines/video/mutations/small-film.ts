import type { z } from 'zod';
import type { Agent, AgentContext } from '#libs/agents';
import { AudioGenerator } from '../agents/audio-generator.agent.js';
import { MusicComposer } from '../agents/music-composer.agent.js';
import { PostProcessor } from '../agents/post-processor.agent.js';
import { RenderExecutor } from '../agents/render-executor.agent.js';
import { SoundEffectsAgent } from '../agents/sound-effects.agent.js';
import { SoundMixer } from '../agents/sound-mixer.agent.js';
import type { SanitizedBrief, Script, Timeline, VisualPlan } from '../domain/index.js';
import { planVisuals } from '../local/visuals/plan-visuals.js';
import { planFilm } from '../local/writing/index.js';

/** A film as the gates get it. */
export interface Film {
  path: string;
  durationSec: number;
  format: { width: number; height: number; fps: number };
  brief: SanitizedBrief;
  script: Script;
  visuals: VisualPlan;
  timeline: Timeline;
}

const FPS = 15;
/** Small and short, so that a hundred of them are made in minutes; everything else is as in any film. */
const SIZES = [
  [448, 252],
  [252, 448],
  [320, 320],
  [288, 360],
] as const;

const smallFormat = (seed: number): Film['format'] => {
  const [width, height] = SIZES[seed % SIZES.length] ?? SIZES[0];
  return { width, height, fps: FPS };
};

/** Makes a film with the agents that make every film. The same brief and seed give the same film. */
export async function makeFilm(
  text: string,
  seed: number,
  context: AgentContext,
  format: Film['format'] = smallFormat(seed),
): Promise<Film> {
  const brief: SanitizedBrief = { text, language: 'en', notes: [] };
  const durationSec = 8 + (seed % 3);
  const plan = planFilm(brief, { durationSec, preset: 'quick_social', seed, maxScenes: 3 });
  const visuals = planVisuals(plan, brief, seed);
  const { script, shots } = plan;
  const providers: string[] = [];
  const run = async <In extends z.ZodType, Out extends z.ZodType>(
    agent: Agent<In, Out>,
    input: unknown,
  ): Promise<z.output<Out>> =>
    agent.output.parse(await agent.run(agent.input.parse(input), { ...context, seed }));

  const { timeline, narration } = await run(new AudioGenerator(), {
    script,
    shots,
    durationSec,
    fps: format.fps,
    providers,
  });
  const { music } = await run(new MusicComposer(), { mood: script.mood, timeline, providers });
  const { effects } = await run(new SoundEffectsAgent(), { timeline, visuals });
  const clips = [];
  for (const scene of visuals.scenes)
    clips.push(await run(new RenderExecutor(), { scene, timeline, format, providers }));
  const { sound } = await run(new SoundMixer(), { timeline, narration, music, effects });
  const { video } = await run(new PostProcessor(), { clips, timeline, sound, title: script.title });
  const path = await context.blobs.localPath(video);
  return { path, durationSec, format, brief, script, visuals, timeline };
}
