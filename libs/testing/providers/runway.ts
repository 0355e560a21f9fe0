import { randomUUID } from 'node:crypto';
import {
  ContractBreach,
  field,
  MediaContractServer,
  type Answered,
  type Received,
} from './contract-server-media.js';
import { sampleFilm, samplePicture } from './samples.js';

const CREDIT_MICROS = 10_000;
const API_VERSION = '2024-11-06';
const FILM_CREDITS: Record<string, number> = { 'gen4.5': 12, 'veo3.1': 20, 'veo3.1_fast': 10 };
/** Sizes that films have only when they begin with a picture. */
const FROM_PICTURE = ['1104:832', '960:960', '832:1104', '1584:672'];
const PATHS = ['/v1/text_to_video', '/v1/image_to_video', '/v1/text_to_image'];
const TASK = /^\/v1\/tasks\/([\w-]+)$/;
const FILM_FILE = '/artifacts/film.mp4?_jwt=signed';
const PICTURE_FILE = '/artifacts/picture.png?_jwt=signed';

interface Task {
  id: string;
  createdAt: string;
  credits: number;
  left: number;
  end: 'well' | 'failed' | 'held-back';
  file: string;
  status: 'working' | 'cancelled';
}

/** Runway's API: tasks that make films and pictures, looked at and deleted. */
export class RunwayServer extends MediaContractServer {
  private readonly tasks = new Map<string, Task>();

  static async start(key: string): Promise<RunwayServer> {
    const server = new RunwayServer(key);
    server.files.set(FILM_FILE, await sampleFilm(5));
    server.files.set(PICTURE_FILE, await samplePicture());
    return server.listen();
  }

  /** What became of the tasks, by id. */
  get cancelled(): string[] {
    return [...this.tasks.values()].filter(({ status }) => status === 'cancelled').map(({ id }) => id);
  }

  override finish(): void {
    for (const task of this.tasks.values()) task.left = 0;
  }

  protected override isOrder({ method, path }: Received): boolean {
    return method === 'POST' && PATHS.includes(path);
  }

  protected override authorize({ headers }: Received): void {
    if (headers.authorization !== `Bearer ${this.key}`) {
      throw breach(401, 'The API key provided is not valid.');
    }
    if (headers['x-runway-version'] !== API_VERSION) {
      throw breach(400, 'The X-Runway-Version header is missing or not a version.');
    }
  }

  protected override order({ path, body }: Received) {
    const credits = path === '/v1/text_to_image' ? this.checkPicture(body) : this.checkFilm(path, body);
    const id = randomUUID();
    this.tasks.set(id, {
      ...{ id, createdAt: new Date().toISOString(), credits, left: this.running, end: this.ends },
      ...{ file: path === '/v1/text_to_image' ? PICTURE_FILE : FILM_FILE, status: 'working' },
    });
    const micros = this.ends === 'well' ? credits * CREDIT_MICROS : 0;
    return { id, micros, answer: { status: 200, body: { id, estimatedCost: { credits } } } };
  }

  private checkFilm(path: string, body: unknown): number {
    const model = oneOf(body, 'model', Object.keys(FILM_CREDITS));
    const text = field(body, 'promptText');
    if (typeof text !== 'string' || text === '' || text.length > 1_000) throw invalid('promptText');
    if (path === '/v1/image_to_video' && !/^(https:|data:image\/)/.test(String(field(body, 'promptImage')))) {
      throw invalid('promptImage');
    }
    oneOf(body, 'ratio', ['1280:720', '720:1280', ...(path === '/v1/image_to_video' ? FROM_PICTURE : [])]);
    const duration = Number(field(body, 'duration'));
    if (!Number.isInteger(duration) || duration < 2 || duration > 10) throw invalid('duration');
    return (FILM_CREDITS[model] ?? 0) * duration;
  }

  private checkPicture(body: unknown): number {
    oneOf(body, 'model', ['gen4_image']);
    oneOf(body, 'ratio', ['1920:1080', '1080:1920', '1080:1080', '1440:1080', '1080:1440']);
    if (typeof field(body, 'promptText') !== 'string') throw invalid('promptText');
    return 8;
  }

  protected override answer({ method, path }: Received): Answered {
    const task = this.tasks.get(TASK.exec(path)?.[1] ?? '');
    if (task === undefined) throw breach(404, 'No task with that ID was found.');
    if (method === 'DELETE') return this.delete(task);
    if (method === 'GET') return { status: 200, body: this.look(task) };
    throw breach(405, 'Method not allowed');
  }

  /** Stopped halfway, half of it is given back. */
  private delete(task: Task): Answered {
    if (task.left > 0 && task.status === 'working') {
      task.status = 'cancelled';
      task.credits = Math.floor(task.credits / 2);
      this.refund(task.id);
      this.charges.push({ id: task.id, micros: task.credits * CREDIT_MICROS });
    } else {
      this.tasks.delete(task.id);
    }
    return { status: 204 };
  }

  private look(task: Task): object {
    const { id, createdAt, credits } = task;
    if (task.status === 'cancelled') return { id, createdAt, status: 'CANCELLED', cost: { credits } };
    if (task.left > 0) {
      const statuses = ['RUNNING', 'THROTTLED', 'PENDING'];
      const status = statuses[Math.min(task.left, statuses.length) - 1];
      task.left--;
      const progress = status === 'RUNNING' ? { progress: 0.5 } : {};
      return { id, createdAt, status, estimatedCost: { credits }, ...progress };
    }
    if (task.end !== 'well') {
      const failureCode = task.end === 'held-back' ? 'SAFETY.INPUT.TEXT' : 'INTERNAL.BAD_OUTPUT.CODE01';
      return { id, createdAt, status: 'FAILED', failure: 'sorry', failureCode, cost: { credits: 0 } };
    }
    return { id, createdAt, status: 'SUCCEEDED', output: [`${this.origin}${task.file}`], cost: { credits } };
  }

  protected override mishapAnswer(
    mishap: 'rate-limited' | 'server-error' | 'overloaded' | 'refused',
  ): Answered {
    switch (mishap) {
      case 'rate-limited':
        return { status: 429, body: { error: 'Too many requests' }, headers: { 'retry-after': '7' } };
      case 'server-error':
        return { status: 500, body: { error: `Internal error with ${this.key}` } };
      case 'overloaded':
        return { status: 503, body: { error: 'Service unavailable' } };
      case 'refused':
        return { status: 400, body: { error: `Validation of body failed for ${this.key}` } };
    }
  }
}

const breach = (status: number, error: string): ContractBreach =>
  new ContractBreach({ status, body: { error } });

const invalid = (name: string): ContractBreach =>
  new ContractBreach({
    status: 400,
    body: {
      error: 'Validation of body failed',
      issues: [{ code: 'custom', path: [name], message: 'Invalid input' }],
    },
  });

function oneOf(body: unknown, name: string, allowed: readonly string[]): string {
  const value = field(body, name);
  if (typeof value !== 'string' || !allowed.includes(value)) throw invalid(name);
  return value;
}
