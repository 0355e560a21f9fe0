import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { seededRandom, type Random } from '#libs/kernel';
import { CHARACTERS_A_SECOND, FilmInput, Shot, SHOT_SECONDS } from './film.js';
import { FirstFilms, SecondFilms, TariffOperationsModule, Voice } from './operations.js';

const Plan = z.strictObject({ shots: z.array(Shot), characters: z.number() });
const Characters = z.strictObject({ characters: z.number() });
const OneShot = z.strictObject({ shot: Shot });
const Text = z.strictObject({ text: z.string() });
const Texts = z.strictObject({ shots: z.array(Text), narration: Text });
const Film = z.strictObject({ film: FilmInput });
const TIMEOUT_MS = 60_000;

/** Cuts a film into shots, the last of which is what is left. */
function cutInto(seconds: number, random: Random): number[] {
  const { min, max } = SHOT_SECONDS;
  const shots: number[] = [];
  let left = seconds;
  while (left > max) {
    const length = random.integer(min, Math.min(max, left - min));
    shots.push(length);
    left -= length;
  }
  return [...shots, left];
}

class PlanFilm extends Agent<typeof Film, typeof Plan> {
  readonly name = 'TariffPlan';
  readonly version = 1;
  readonly input = Film;
  readonly output = Plan;
  readonly timeoutMs = TIMEOUT_MS;

  run({ film: { seconds, resolution, fallback } }: z.output<typeof Film>, { seed }: AgentContext) {
    const random = seededRandom(seed, 'film');
    const shots = cutInto(seconds, random).map((length) => ({ seconds: length, resolution, fallback }));
    const characters = seconds * random.integer(CHARACTERS_A_SECOND.min, CHARACTERS_A_SECOND.max);
    return Promise.resolve({ shots, characters: characters - random.integer(0, 9) });
  }
}

@Injectable()
class Narrate extends Agent<typeof Characters, typeof Text> {
  readonly name = 'TariffNarrate';
  readonly version = 1;
  readonly input = Characters;
  readonly output = Text;
  readonly timeoutMs = TIMEOUT_MS;

  constructor(private readonly voice: Voice) {
    super();
  }

  async run({ characters }: z.output<typeof Characters>, { effects }: AgentContext) {
    const request = { model: 'voice', wanted: characters };
    return (await effects.perform(this.voice, request, { key: 'narration' })).result;
  }
}

@Injectable()
class Shoot extends Agent<typeof OneShot, typeof Text> {
  readonly name = 'TariffShoot';
  readonly version = 1;
  readonly input = OneShot;
  readonly output = Text;
  readonly timeoutMs = TIMEOUT_MS;

  constructor(
    private readonly first: FirstFilms,
    private readonly second: SecondFilms,
  ) {
    super();
  }

  async run({ shot }: z.output<typeof OneShot>, { effects }: AgentContext) {
    const request = { model: shot.resolution, wanted: shot.seconds };
    const fallbacks = shot.fallback ? [this.second] : [];
    return (await effects.perform(this.first, request, { key: 'shot', fallbacks })).result;
  }
}

class Join extends Agent<typeof Texts, typeof Text> {
  readonly name = 'TariffJoin';
  readonly version = 1;
  readonly input = Texts;
  readonly output = Text;
  readonly timeoutMs = TIMEOUT_MS;

  run({ shots, narration }: z.output<typeof Texts>) {
    return Promise.resolve({ text: [...shots, narration].map(({ text }) => text).join(', ') });
  }
}

@Module({ imports: [TariffOperationsModule], providers: [PlanFilm, Narrate, Shoot, Join] })
export class TariffAgentsModule {}
