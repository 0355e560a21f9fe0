import { createHmac, randomBytes } from 'node:crypto';
import {
  ContractBreach,
  field,
  MediaContractServer,
  type Answered,
  type Received,
} from './contract-server-media.js';
import { sampleFilm, samplePicture, sampleSound } from './samples.js';

const CREATE = /^\/v1\/models\/([\w.-]+\/[\w.-]+)\/predictions$/;
const GET = /^\/v1\/predictions\/(\w+)$/;
const CANCEL = /^\/v1\/predictions\/(\w+)\/cancel$/;

const FILM_MICROS: Record<string, number> = { '720p': 36_000, '1080p': 72_000 };

interface Prediction {
  id: string;
  model: string;
  input: Record<string, unknown>;
  webhook: string | undefined;
  createdAt: string;
  left: number;
  end: 'well' | 'failed' | 'held-back';
  micros: number;
  canceled: boolean;
  removed: boolean;
}

/** One request of a webhook, as it would be sent. */
export interface SignedWebhook {
  id: string;
  timestamp: string;
  signature: string;
  body: Buffer;
}

/** Replicate's predictions of official models, and the webhooks about them. */
export class ReplicateServer extends MediaContractServer {
  readonly webhookSecret = `whsec_${randomBytes(24).toString('base64')}`;
  private readonly predictions = new Map<string, Prediction>();

  static async start(key: string): Promise<ReplicateServer> {
    const server = new ReplicateServer(key);
    server.files.set('/delivery/out.mp4', await sampleFilm(5));
    server.files.set('/delivery/out.png', await samplePicture());
    server.files.set('/delivery/out.wav', await sampleSound(30));
    return server.listen();
  }

  get baseUrl(): string {
    return `${this.origin}/v1`;
  }

  /** The ids of all predictions, oldest first. */
  get ids(): string[] {
    return [...this.predictions.keys()];
  }

  get canceled(): string[] {
    return [...this.predictions.values()].filter(({ canceled }) => canceled).map(({ id }) => id);
  }

  /** Lets the hour pass after which outputs are deleted. */
  removeOutputs(): void {
    for (const prediction of this.predictions.values()) prediction.removed = true;
  }

  /** The webhook that tells the end of a prediction (or, `early`, how it stands), signed as the Standard Webhooks ask. */
  webhookOf(id: string, { secret = this.webhookSecret, at = Date.now(), early = false } = {}): SignedWebhook {
    const prediction = this.predictions.get(id);
    if (prediction === undefined) throw new RangeError(`no prediction ${id}`);
    if (!early) prediction.left = 0;
    const body = Buffer.from(JSON.stringify(this.look(prediction)));
    const timestamp = String(Math.floor(at / 1_000));
    const messageId = `msg_${randomBytes(8).toString('hex')}`;
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const mac = createHmac('sha256', key).update(`${messageId}.${timestamp}.`).update(body).digest('base64');
    return { id: messageId, timestamp, signature: `v1,${mac}`, body };
  }

  override finish(): void {
    for (const prediction of this.predictions.values()) prediction.left = 0;
  }

  protected override isOrder({ method, path }: Received): boolean {
    return method === 'POST' && CREATE.test(path);
  }

  protected override authorize({ headers }: Received): void {
    if (headers.authorization !== `Bearer ${this.key}`) {
      throw breach(401, 'Unauthenticated', 'You did not pass a valid authentication token');
    }
  }

  protected override order({ path, body }: Received) {
    const model = CREATE.exec(path)?.[1] ?? '';
    const input = field(body, 'input');
    if (typeof input !== 'object' || input === null) throw breach(422, 'Invalid', '- input is required');
    const read = input as Record<string, unknown>;
    const price = priceOf(model, read);
    const id = randomBytes(13).toString('hex');
    const webhook = field(body, 'webhook');
    if (webhook !== undefined && field(body, 'webhook_events_filter.0') !== 'completed') {
      throw breach(422, 'Invalid', '- webhook_events_filter');
    }
    const prediction: Prediction = {
      ...{ id, model, input: read, webhook: typeof webhook === 'string' ? webhook : undefined },
      ...{ createdAt: new Date().toISOString(), left: this.running, end: this.ends },
      ...{ micros: this.ends === 'well' ? price : 0, canceled: false, removed: false },
    };
    this.predictions.set(id, prediction);
    const answer = { status: 201, body: this.view(prediction, 'starting') };
    return { id, micros: prediction.micros, answer };
  }

  protected override answer({ method, path }: Received): Answered {
    const [cancelled, looked] = [CANCEL.exec(path)?.[1], GET.exec(path)?.[1]];
    const prediction = this.predictions.get(cancelled ?? looked ?? '');
    if (prediction === undefined || method !== (cancelled ? 'POST' : 'GET')) {
      throw breach(404, 'Not found', 'The requested resource could not be found.');
    }
    if (cancelled !== undefined && prediction.left > 0) {
      prediction.canceled = true;
      this.refund(prediction.id);
    }
    return { status: 200, body: this.look(prediction) };
  }

  private look(prediction: Prediction): object {
    if (prediction.canceled) return this.view(prediction, 'canceled');
    if (prediction.left > 0) return this.view(prediction, prediction.left-- > 1 ? 'starting' : 'processing');
    if (prediction.end === 'well') return this.view(prediction, 'succeeded');
    const error =
      prediction.end === 'failed' ? 'out of memory' : 'The input was flagged as sensitive. (E005)';
    return { ...this.view(prediction, 'failed'), error };
  }

  private view(prediction: Prediction, status: string): object {
    const { id, model, input, webhook, createdAt, removed } = prediction;
    const done = status === 'succeeded';
    return {
      ...{ id, model, version: 'hidden', input, status, source: 'api', error: null, logs: '', webhook },
      ...{
        created_at: createdAt,
        data_removed: removed,
        output: done && !removed ? this.outputOf(model) : null,
      },
      ...(done && { metrics: { predict_time: 12.3, total_time: 12.9 }, completed_at: createdAt }),
      urls: { get: `${this.baseUrl}/predictions/${id}`, cancel: `${this.baseUrl}/predictions/${id}/cancel` },
    };
  }

  private outputOf(model: string): string | string[] {
    if (model.startsWith('bytedance/')) return `${this.origin}/delivery/out.mp4`;
    if (model.startsWith('google/')) return `${this.origin}/delivery/out.wav`;
    return [`${this.origin}/delivery/out.png`];
  }

  protected override mishapAnswer(
    mishap: 'rate-limited' | 'server-error' | 'overloaded' | 'refused',
  ): Answered {
    switch (mishap) {
      case 'rate-limited':
        return { ...problem(429, 'Throttled', 'Request was throttled.'), headers: { 'retry-after': '7' } };
      case 'server-error':
        return problem(500, 'Internal', `something failed for ${this.key}`);
      case 'overloaded':
        return problem(503, 'Unavailable', 'try again');
      case 'refused':
        return problem(422, 'Input validation failed', `- input with ${this.key}`);
    }
  }
}

/** @throws ContractBreach where the model is not known or can't read the input */
function priceOf(model: string, input: Record<string, unknown>): number {
  if (typeof input.prompt !== 'string' || input.prompt === '') throw unprocessable('prompt is required');
  switch (model) {
    case 'bytedance/seedance-1-lite': {
      const [seconds, price] = [Number(input.duration), FILM_MICROS[String(input.resolution)]];
      if (!Number.isInteger(seconds) || seconds < 2 || seconds > 12) throw unprocessable('duration');
      if (price === undefined) throw unprocessable('resolution');
      const aspects = ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9', '9:21'];
      if (!aspects.includes(String(input.aspect_ratio))) throw unprocessable('aspect_ratio');
      return seconds * price;
    }
    case 'black-forest-labs/flux-1.1-pro':
      return 40_000;
    case 'google/lyria-2':
      return 60_000;
    default:
      throw breach(404, 'Not found', 'The requested resource could not be found.');
  }
}

const problem = (status: number, title: string, detail: string): Answered => ({
  status,
  body: { title, detail, status },
});

const breach = (status: number, title: string, detail: string): ContractBreach =>
  new ContractBreach(problem(status, title, detail));

const unprocessable = (name: string): ContractBreach => breach(422, 'Input validation failed', `- ${name}`);
