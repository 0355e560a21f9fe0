import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { seededRandom } from '#libs/kernel';
import { BlindGeneration, KeyedGeneration, PlainGeneration, PurchasesModule } from './purchases.js';

const Seconds = z.strictObject({ seconds: z.number() });
const Text = z.strictObject({ text: z.string() });
const TIMEOUT_MS = 60_000;

/** Work of 50 to 400 ms, the same for the same job and stage, so that kills meet its middle. */
const work = ({ seed, signal }: AgentContext): Promise<void> =>
  sleep(seededRandom(seed, 'duration').integer(50, 400), undefined, { signal });

class Admit extends Agent<typeof Seconds, typeof Seconds> {
  readonly name = 'FaultsAdmit';
  readonly version = 1;
  readonly input = Seconds;
  readonly output = Seconds;
  readonly timeoutMs = TIMEOUT_MS;

  async run(input: z.output<typeof Seconds>, context: AgentContext) {
    await work(context);
    return input;
  }
}

const Script = z.strictObject({ clips: z.array(z.number()) });

@Injectable()
class WriteScript extends Agent<typeof Seconds, typeof Script> {
  readonly name = 'FaultsScript';
  readonly version = 1;
  readonly input = Seconds;
  readonly output = Script;
  readonly timeoutMs = TIMEOUT_MS;
  // What is bought is booked by the journal.

  constructor(private readonly generation: KeyedGeneration) {
    super();
  }

  async run({ seconds }: z.output<typeof Seconds>, { effects }: AgentContext) {
    await effects.perform(this.generation, { seconds }, { key: 'script' });
    return { clips: [seconds, seconds + 1] };
  }
}

@Injectable()
class MakeClip extends Agent<typeof Seconds, typeof Text> {
  readonly name = 'FaultsClip';
  readonly version = 1;
  readonly input = Seconds;
  readonly output = Text;
  readonly timeoutMs = TIMEOUT_MS;
  // What is bought is booked by the journal.

  constructor(
    private readonly plain: PlainGeneration,
    private readonly blind: BlindGeneration,
  ) {
    super();
  }

  async run({ seconds }: z.output<typeof Seconds>, { effects, seed }: AgentContext) {
    const unsure = seededRandom(seed, 'blind').next() < Number(process.env.FAULTS_BLIND_SHARE ?? 0);
    const generation = unsure ? this.blind : this.plain;
    const { result } = await effects.perform(generation, { seconds }, { key: 'clip' });
    return { text: result.text };
  }
}

const Clips = z.strictObject({ clips: z.array(Text) });

class Cut extends Agent<typeof Clips, typeof Text> {
  readonly name = 'FaultsCut';
  readonly version = 1;
  readonly input = Clips;
  readonly output = Text;
  readonly timeoutMs = TIMEOUT_MS;

  async run({ clips }: z.output<typeof Clips>, context: AgentContext) {
    await work(context);
    return { text: clips.map(({ text }) => text).join(' ') };
  }
}

class Pass extends Agent<typeof Text, typeof Text> {
  readonly name: string = 'FaultsPass';
  readonly version = 1;
  readonly input = Text;
  readonly output = Text;
  readonly timeoutMs = TIMEOUT_MS;

  async run(input: z.output<typeof Text>, context: AgentContext) {
    await work(context);
    return input;
  }
}

class Deliver extends Pass {
  override readonly name = 'FaultsDeliver';
}

@Module({
  imports: [PurchasesModule],
  providers: [Admit, WriteScript, MakeClip, Cut, Pass, Deliver],
})
export class AttackedAgentsModule {}
