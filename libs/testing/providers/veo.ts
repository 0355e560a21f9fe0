import type { IncomingMessage } from 'node:http';
import { newId } from '#libs/kernel';
import {
  ContractBreach,
  field,
  MediaContractServer,
  type Answered,
  type Received,
} from './contract-server-media.js';
import { sampleFilm, samplePicture } from './samples.js';

const MICROS_PER_SECOND: Record<string, number> = {
  'veo-3.1-generate-preview': 400_000,
  'veo-3.1-fast-generate-preview': 150_000,
};
const MICROS_PER_PICTURE: Record<string, number> = { 'gemini-3.1-flash-image': 67_200 };
const FILM = /^\/v1beta\/models\/([\w.-]+):predictLongRunning$/;
const PICTURE = /^\/v1beta\/models\/([\w.-]+):generateContent$/;
const OPERATION = /^\/v1beta\/(models\/[\w.-]+\/operations\/[\w-]+)$/;

interface Work {
  path: string;
  left: number;
  end: 'well' | 'failed' | 'held-back';
}

/** The parts of the Gemini API that make films and pictures: `predictLongRunning`, its operations and files, `generateContent`. */
export class VeoServer extends MediaContractServer {
  /** Where a finished film is said to lie, in place of this server. */
  elsewhere: string | null = null;
  private readonly works = new Map<string, Work>();
  private picture = '';

  static async start(key: string): Promise<VeoServer> {
    const server = new VeoServer(key);
    server.picture = (await samplePicture()).toString('base64');
    for (const seconds of [4, 6, 8]) {
      server.files.set(fileOf(seconds), await sampleFilm(seconds));
    }
    return server.listen();
  }

  override reset(): void {
    super.reset();
    this.elsewhere = null;
  }

  override finish(): void {
    for (const work of this.works.values()) work.left = 0;
  }

  protected override isOrder({ method, path }: Received): boolean {
    return method === 'POST' && (FILM.test(path) || PICTURE.test(path));
  }

  protected override authorize({ headers }: Received): void {
    if (headers['x-goog-api-key'] !== this.key) throw refusal(400, 'INVALID_ARGUMENT', 'API key not valid.');
  }

  protected override authorizeFile(request: IncomingMessage): boolean {
    return request.headers['x-goog-api-key'] === this.key;
  }

  protected override order(request: Received) {
    return FILM.test(request.path) ? this.orderFilm(request) : this.orderPicture(request);
  }

  private orderFilm({ path, body }: Received) {
    const model = FILM.exec(path)?.[1] ?? '';
    const price = MICROS_PER_SECOND[model];
    if (price === undefined) throw refusal(404, 'NOT_FOUND', `models/${model} is not found`);
    const prompt = field(body, 'instances.0.prompt');
    if (typeof prompt !== 'string' || prompt === '')
      throw refusal(400, 'INVALID_ARGUMENT', 'prompt is empty');
    const seconds = Number(field(body, 'parameters.durationSeconds') ?? 8);
    check('durationSeconds', seconds, [4, 6, 8]);
    check('aspectRatio', field(body, 'parameters.aspectRatio') ?? '16:9', ['16:9', '9:16']);
    const resolution = field(body, 'parameters.resolution') ?? '720p';
    check('resolution', resolution, seconds === 8 ? ['720p', '1080p'] : ['720p']);
    const name = `models/${model}/operations/${newId()}`;
    this.works.set(name, { path: fileOf(seconds), left: this.running, end: this.ends });
    // What does not come of it in the end is not charged.
    const micros = this.ends === 'well' ? price * seconds : 0;
    return { id: name, micros, answer: { status: 200, body: { name } } };
  }

  private orderPicture({ path, body }: Received) {
    const model = PICTURE.exec(path)?.[1] ?? '';
    const price = MICROS_PER_PICTURE[model];
    if (price === undefined) throw refusal(404, 'NOT_FOUND', `models/${model} is not found`);
    const prompt = field(body, 'contents.0.parts.0.text');
    if (typeof prompt !== 'string') throw refusal(400, 'INVALID_ARGUMENT', 'contents is not specified');
    check('responseModalities', field(body, 'generationConfig.responseModalities.0'), ['IMAGE']);
    const id = newId();
    if (this.ends === 'held-back') {
      const blocked = { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, responseId: id };
      return { id, micros: 0, answer: { status: 200, body: blocked } };
    }
    const tokensIn = Math.ceil(prompt.length / 4);
    // $0.50 and $3 for a million tokens.
    const micros = price + Math.ceil(tokensIn * 0.5) + 50 * 3;
    return { id, micros, answer: { status: 200, body: this.pictureAnswer(id, tokensIn) } };
  }

  private pictureAnswer(responseId: string, promptTokenCount: number): object {
    const inlineData = { mimeType: 'image/png', data: this.picture };
    return {
      candidates: [{ content: { role: 'model', parts: [{ inlineData }] }, finishReason: 'STOP', index: 0 }],
      usageMetadata: {
        promptTokenCount,
        candidatesTokenCount: 1_120,
        thoughtsTokenCount: 50,
        totalTokenCount: promptTokenCount + 1_170,
        candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1_120 }],
      },
      responseId,
    };
  }

  protected override answer({ method, path }: Received): Answered {
    const name = OPERATION.exec(path)?.[1] ?? '';
    const work = this.works.get(name);
    if (method !== 'GET' || work === undefined) throw refusal(404, 'NOT_FOUND', 'not found');
    if (work.left-- > 0) return { status: 200, body: { name } };
    return { status: 200, body: { name, done: true, ...this.endOf(work) } };
  }

  private endOf({ end, path }: Work): object {
    if (end === 'failed') return { error: { code: 13, message: 'internal', details: [] } };
    const type = 'type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse';
    if (end === 'held-back') {
      const held = { raiMediaFilteredCount: 1, raiMediaFilteredReasons: ['it may break our rules'] };
      return { response: { '@type': type, generateVideoResponse: held } };
    }
    const uri = this.elsewhere ?? `${this.origin}${path}`;
    return { response: { '@type': type, generateVideoResponse: { generatedSamples: [{ video: { uri } }] } } };
  }

  protected override mishapAnswer(
    mishap: 'rate-limited' | 'server-error' | 'overloaded' | 'refused',
  ): Answered {
    switch (mishap) {
      case 'rate-limited':
        return { ...error(429, 'RESOURCE_EXHAUSTED', 'quota exceeded'), headers: { 'retry-after': '7' } };
      case 'server-error':
        return error(500, 'INTERNAL', `internal; the key was ${this.key}`);
      case 'overloaded':
        return error(503, 'UNAVAILABLE', 'The model is overloaded.');
      case 'refused':
        return error(400, 'INVALID_ARGUMENT', `The prompt could not be submitted with ${this.key}.`);
    }
  }
}

const fileOf = (seconds: number): string => `/v1beta/files/film-${seconds}:download?alt=media`;

const error = (code: number, status: string, message: string): Answered => ({
  status: code,
  body: { error: { code, message, status } },
});

const refusal = (code: number, status: string, message: string): ContractBreach =>
  new ContractBreach(error(code, status, message));

function check(name: string, value: unknown, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw refusal(400, 'INVALID_ARGUMENT', `\`${name}\` ${String(value)} is not supported`);
}
