import { testEnvironment } from '#libs/testing';
import { type Manager, startManager } from '../webhooks/manager.js';
import { Receiver } from '../webhooks/receiver.js';

/** For once, everything happens in moments that otherwise takes minutes. */
const SETTINGS = {
  WEBHOOK_POLL_MS: '20',
  WEBHOOK_RETRY_BASE_MS: '40',
  WEBHOOK_TIMEOUT_MS: '1500',
  WEBHOOK_BREAKER_FAILURES: '4',
  WEBHOOK_ENDPOINT_CONCURRENCY: '4',
  WEBHOOK_CONCURRENCY: '8',
};

export interface QuickWebhooks {
  receiver: Receiver;
  webhooks: Manager;
  stop(): Promise<void>;
}

/** A process that sends webhooks, and who receives them, on a database of their own. */
export async function startQuickWebhooks(): Promise<QuickWebhooks> {
  const environment = await testEnvironment();
  const receiver = await Receiver.start();
  Object.assign(process.env, SETTINGS, { WEBHOOK_ALLOWED_ORIGINS: receiver.url });
  const webhooks = await startManager({ sends: true });
  const stop = async () => {
    await webhooks.close();
    await receiver.stop();
    await environment.drop();
  };
  return { receiver, webhooks, stop };
}
