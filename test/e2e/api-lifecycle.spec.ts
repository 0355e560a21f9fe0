import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiProcess, bearer, end, launch, startApi } from './api-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

describe('the API', () => {
  let api: ApiProcess;
  let token: string;

  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenOf('USER');
  });
  afterAll(() => api?.stop());

  const submit = () => api.as(token).jobs.submit({ pipeline: 'video', input: { brief: BRIEF } });

  describe('starts and stops', () => {
    it.each([
      [{ API_PORT: 'many' }, 'API_PORT'],
      [{ API_PORT: '70000' }, 'API_PORT'],
      [{ AUTH_TOKEN_TTL_SECONDS: 'short' }, 'AUTH_TOKEN_TTL_SECONDS'],
      [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
      [{ GEMINI_API_KEY: 'vault:secret/data/aiprod#gemini' }, 'GEMINI_API_KEY: Vault needs'],
      [{ SECRETS_KEYS: '' }, 'SECRETS_KEYS: is not set; must be one or more keys as id:base64'],
    ])('not with %j, and names the setting', async (settings, name) => {
      const failure = (await launch(settings).catch((error: unknown) => error)) as Error & { code: number };
      expect(failure.code).toBe(1);
      expect(failure.message).toContain(name);
      expect(failure.message).not.toMatch(/short|mysql|node_modules/);
    });

    it.each<[string, (child: ApiProcess['child']) => unknown]>([
      ['SIGTERM', (child) => child.kill('SIGTERM')],
      ['its parent letting go', (child) => child.disconnect()],
    ])('soon on %s, although a client follows events', async (_name, by) => {
      const { id } = await submit();
      const { child, url } = await launch({ STORAGE_DIR: api.storageDir });
      const response = await fetch(`${url}/v1/jobs/${id}/events`, { headers: bearer(token) });
      let text = '';
      const read = (async () => {
        for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) text += chunk;
      })();
      while (!text.includes('job.created')) await sleep(20);
      const startedAt = Date.now();
      await end(child, () => by(child));
      // Far less than a client may keep its connection; how long exactly depends on what else the machine does.
      expect(Date.now() - startedAt).toBeLessThan(10_000);
      // Ended in order, not cut off.
      await read;
    });

    it('soon, although a client has stopped reading', async () => {
      const { id } = await submit();
      const { child, url } = await launch({ STORAGE_DIR: api.storageDir });
      const { hostname, port } = new URL(url);
      const client = connect(Number(port), hostname).on('error', () => undefined);
      const request = `GET /v1/jobs/${id} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
      // Far more answers than the sockets' buffers hold, and nobody takes one.
      client.pause();
      for (let i = 0; i < 5_000; i++) client.write(request);
      await sleep(500);
      const startedAt = Date.now();
      await end(child, () => child.kill('SIGTERM'));
      // It would wait for ever; how long the last call takes depends on what else the machine does.
      expect(Date.now() - startedAt).toBeLessThan(25_000);
      client.destroy();
    }, 60_000);
  });
});
