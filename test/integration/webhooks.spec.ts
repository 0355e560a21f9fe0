import { newId } from '#libs/kernel';
import { metricsRegistry } from '#libs/monitoring';
import { eventually, type Manager } from '../webhooks/manager.js';
import type { Answer, Receiver } from '../webhooks/receiver.js';
import { type QuickWebhooks, startQuickWebhooks } from './quick-webhooks.js';

describe('webhooks', () => {
  let running: QuickWebhooks;
  let receiver: Receiver;
  let webhooks: Manager;
  let path = '';

  beforeAll(async () => {
    running = await startQuickWebhooks();
    ({ receiver, webhooks } = running);
  });
  afterAll(() => running?.stop());
  beforeEach(() => (path = `/${newId()}`));

  const answers = (given: Record<string, Answer | ((nth: number) => Answer)>) => {
    const asked = new Map<string, number>();
    receiver.answer = (at) => {
      const answer = given[at] ?? { status: 204 };
      asked.set(at, (asked.get(at) ?? 0) + 1);
      return typeof answer === 'function' ? answer(asked.get(at)!) : answer;
    };
  };
  const endpoint = (id: string) => webhooks.endpoints.get(webhooks.caller, id);
  const remove = (id: string) => webhooks.endpoints.delete(webhooks.caller, id);

  it('tell what happened with ids and links, signed, and log it', async () => {
    const id = await webhooks.subscribe(receiver, path);
    answers({ [path]: { status: 200, body: 'thanks'.repeat(500) } });
    const jobId = await webhooks.happens('job.failed', {
      error: { code: 'agent.timeout', message: 'secret text' },
    });
    const [delivery] = await webhooks.delivered(id);
    const [message] = receiver.at(path);
    expect(message!.body).toEqual({
      type: 'job.failed.v1',
      timestamp: expect.stringMatching(/^20.*Z$/) as string,
      data: {
        jobId,
        eventId: 7,
        errorCode: 'agent.timeout',
        links: { job: `/v1/jobs/${jobId}`, events: `/v1/jobs/${jobId}/events` },
      },
    });
    expect(delivery).toMatchObject({
      eventId: message!.id,
      eventType: 'job.failed.v1',
      attempts: [
        { number: 1, outcome: 'delivered', statusCode: 200, response: 'thanks'.repeat(200).slice(0, 1_024) },
      ],
      nextAttemptAt: null,
    });
    expect(receiver.forged).toBe(0);
    await remove(id);
  });

  it('come to those who asked for their type, and to nobody else', async () => {
    const one = {
      url: `${receiver.url}${path}`,
      eventTypes: ['job.completed.v1' as const],
      description: '',
      enabled: true,
    };
    const { endpoint: wants } = await webhooks.endpoints.create(webhooks.caller, one);
    const { endpoint: off } = await webhooks.endpoints.create(webhooks.caller, {
      ...one,
      enabled: false,
      eventTypes: [],
    });
    await webhooks.happens('job.created');
    await webhooks.happens('stage.started');
    await webhooks.happens('job.completed');
    await webhooks.delivered(wants.id);
    expect((await webhooks.deliveriesOf(wants.id)).map(({ eventType }) => eventType)).toEqual([
      'job.completed.v1',
    ]);
    expect(await webhooks.deliveriesOf(off.id)).toEqual([]);
    await Promise.all([wants.id, off.id].map(remove));
  });

  it('show how long the oldest one has been waiting, until it has arrived', async () => {
    const waits = async (step: string) => {
      const metric = metricsRegistry.getSingleMetric('webhook_oldest_undelivered_seconds');
      const { values } = await metric!.get();
      return values.find(({ labels }) => labels.step === step)!.value;
    };
    expect(await waits('deliver')).toBe(0);
    const id = await webhooks.subscribe(receiver, path);
    let fails = true;
    answers({ [path]: () => ({ status: fails ? 500 : 204 }) });
    await webhooks.happens('job.completed');
    await eventually(async () => (await waits('deliver')) > 0);
    fails = false;
    await webhooks.delivered(id);
    expect(await waits('deliver')).toBe(0);
    await eventually(async () => (await waits('publish')) === 0);
    await remove(id);
  });

  it('tell of budgets that are nearly used up', async () => {
    const id = await webhooks.subscribe(receiver, path);
    const { tenantId } = webhooks.caller;
    await webhooks.database.query(
      `INSERT INTO budget_alerts (tenant_id, scope, subject, period, starts, limit_micros, used_micros)
       VALUES ($1, 'tenant', $1, 'day', '2026-11-21', 1000000, 800000)`,
      [tenantId],
    );
    await webhooks.delivered(id);
    expect(receiver.at(path)[0]!.body).toMatchObject({
      type: 'budget.alert.v1',
      data: {
        scope: 'tenant',
        subject: tenantId,
        period: 'day',
        starts: '2026-11-21',
        limitMicros: 1_000_000,
        usedMicros: 800_000,
      },
    });
    await remove(id);
  });

  it('are sent again after every kind of failure, under the same id and with the same body', async () => {
    const id = await webhooks.subscribe(receiver, path);
    const failures: Answer[] = [
      { status: 500, body: 'oh\u0000no' },
      'hang up',
      { status: 302, headers: { location: '/x' } },
    ];
    answers({ [path]: (nth) => failures[nth - 1] ?? { status: 202 } });
    await webhooks.happens();
    const [delivery] = await webhooks.delivered(id);
    expect(delivery!.attempts.map(({ outcome, statusCode }) => [outcome, statusCode])).toEqual([
      ['delivered', 202],
      ['refused', 302],
      ['unreachable', null],
      ['refused', 500],
    ]);
    expect(delivery!.attempts[1]!.error).toContain('redirects are not followed');
    expect(delivery!.attempts[3]!.response).toBe('oh\ufffdno');
    const messages = receiver.at(path);
    expect(new Set(messages.map((message) => message.id)).size).toBe(1);
    expect(new Set(messages.map(({ text }) => text)).size).toBe(1);
    expect(await endpoint(id)).toMatchObject({ failingSince: null, pausedUntil: null });
    await remove(id);
  });

  it('give an answer up that does not come', async () => {
    const id = await webhooks.subscribe(receiver, path);
    answers({ [path]: (nth) => (nth === 1 ? 'silence' : { status: 200 }) });
    await webhooks.happens();
    const [delivery] = await webhooks.delivered(id);
    expect(delivery!.attempts[1]).toMatchObject({ outcome: 'unreachable', error: 'no answer in time' });
    await remove(id);
  });

  it.each([429, 503])('wait as long as a receiver asks for with %i', async (status) => {
    const id = await webhooks.subscribe(receiver, path);
    answers({ [path]: (nth) => (nth === 1 ? { status, headers: { 'retry-after': '2' } } : { status: 204 }) });
    await webhooks.happens();
    await eventually(async () => (await endpoint(id)).pausedUntil !== null);
    // Others for the same receiver wait with it.
    await webhooks.happens();
    const done = await webhooks.delivered(id, 2);
    const starts = done
      .flatMap(({ attempts }) => attempts.map(({ startedAt }) => Date.parse(startedAt)))
      .sort((a, b) => a - b);
    expect(starts.length).toBeGreaterThanOrEqual(3);
    expect(starts[1]! - starts[0]!).toBeGreaterThanOrEqual(1_990);
    await remove(id);
  });

  it('end for a receiver that is gone: it is switched off, on the record, and the others are told', async () => {
    const [gone, witness] = [
      await webhooks.subscribe(receiver, path),
      await webhooks.subscribe(receiver, `${path}/witness`),
    ];
    answers({ [path]: { status: 410 } });
    await webhooks.happens();
    await eventually(async () => !(await endpoint(gone)).enabled);
    expect(await endpoint(gone)).toMatchObject({ disabledReason: { code: 'webhook.gone' } });
    const notice = await eventually(() =>
      receiver.at(`${path}/witness`).find(({ body }) => body.type === 'webhook_endpoint.disabled.v1'),
    );
    expect(notice.body.data).toMatchObject({ endpointId: gone, reason: 'webhook.gone' });
    const audit = await webhooks.database.query(
      'SELECT actor_type, action FROM audit_events WHERE target_id = $1 ORDER BY seq',
      [gone],
    );
    expect(audit).toEqual([
      { actor_type: 'user', action: 'webhook_endpoint.created' },
      { actor_type: 'system', action: 'webhook_endpoint.disabled' },
    ]);
    await Promise.all([gone, witness].map(remove));
  });

  it('end for a receiver that has failed for days, and begin with a clean slate when it is switched on again', async () => {
    const id = await webhooks.subscribe(receiver, path);
    answers({ [path]: { status: 500 } });
    await webhooks.happens();
    await eventually(async () => (await endpoint(id)).failingSince !== null);
    await webhooks.database.query(
      "UPDATE webhook_endpoints SET failing_since = now() - interval '121 hours' WHERE id = $1",
      [id],
    );
    await eventually(async () => (await endpoint(id)).disabledReason?.code === 'webhook.failing');
    answers({});
    const on = await webhooks.endpoints.change(webhooks.caller, id, { enabled: true });
    expect(on).toMatchObject({ enabled: true, disabledReason: null, failingSince: null, pausedUntil: null });
    // What was still to be delivered goes on.
    await webhooks.delivered(id);
    await remove(id);
  });

  it('go on to other receivers while one is dead', async () => {
    const [dead, alive] = [
      await webhooks.subscribe(receiver, path),
      await webhooks.subscribe(receiver, `${path}/alive`),
    ];
    answers({ [path]: 'silence' });
    for (let i = 0; i < 100; i++) await webhooks.happens();
    await webhooks.delivered(alive, 100);
    // After four failures in a row it is tried one delivery at a time, with pauses: far from a hundred times.
    expect(receiver.at(path).length).toBeLessThan(40);
    expect((await endpoint(dead)).pausedUntil === null || (await endpoint(dead)).failingSince !== null).toBe(
      true,
    );
    await Promise.all([dead, alive].map(remove));
  });

  it('are given up after a day', async () => {
    const id = await webhooks.subscribe(receiver, path);
    answers({ [path]: { status: 500 } });
    await webhooks.happens();
    await eventually(async () => ((await webhooks.deliveriesOf(id))[0]?.attemptCount ?? 0) >= 1);
    await webhooks.database.query('UPDATE webhook_deliveries SET expires_at = now() WHERE endpoint_id = $1', [
      id,
    ]);
    const failed = await eventually(async () =>
      (await webhooks.deliveriesOf(id)).find(({ status }) => status === 'failed'),
    );
    expect(failed).toMatchObject({ nextAttemptAt: null, finishedAt: expect.any(String) as string });

    answers({});
    await webhooks.endpoints.change(webhooks.caller, id, { url: `${receiver.url}${path}` });
    const again = await webhooks.deliveries.redeliver(webhooks.caller, id, failed.id);
    expect(again.status).toBe('pending');
    const [delivery] = await webhooks.delivered(id);
    expect(delivery).toMatchObject({ id: failed.id, eventId: failed.eventId });
    await remove(id);
  });
});
