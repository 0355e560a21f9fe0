import type { FaultPlan } from './fault-plan.js';
import { answerFor, type Generation } from './generations.js';

/** Tells the caller that its work is queued and done: as often, and in as wrong an order, as the plan says. */
export function sendWebhooks(generation: Generation, plan: FaultPlan): void {
  const { webhook, doneAt } = generation;
  if (webhook === null) return;
  const copies = plan.settings.webhookCopies;
  const timer = setTimeout(
    () => {
      const moments = [doneAt - 1_000, doneAt].flatMap((moment) => Array<number>(copies).fill(moment));
      const messages = copies === 1 ? moments : plan.shuffle(moments);
      void post(
        webhook,
        messages.map((moment) => ({ reference: generation.reference, ...answerFor(generation, moment) })),
      );
    },
    Math.max(0, doneAt - Date.now()),
  );
  timer.unref();
}

async function post(url: string, messages: object[]): Promise<void> {
  for (const message of messages) {
    // Like most providers', a webhook that nobody takes is not sent again.
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
    }).catch(() => undefined);
  }
}
