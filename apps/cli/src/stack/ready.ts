import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#libs/kernel';
import type { Apps } from './apps.js';

const READY_TIMEOUT_MS = 60_000;

/** Waits until the API answers that all it needs is there. @throws AppError `cli.not_ready` with its last words */
export async function untilReady({ api, url }: Apps, signal: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + READY_TIMEOUT_MS; ; await sleep(25, undefined, { signal })) {
    const answer = await fetch(`${url}/health/ready`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    })
      .then(async (response) => ({ ok: response.ok, body: await response.text() }))
      .catch(() => undefined);
    signal.throwIfAborted();
    if (answer?.ok) return api.markStarted();
    if (Date.now() > deadline) {
      const why = answer === undefined ? api.lastWords : answer.body;
      throw new AppError(
        'cli.not_ready',
        `The API is not ready after ${READY_TIMEOUT_MS / 1_000} s:\n${why}`,
      );
    }
  }
}

/** @throws AppError `cli.port_taken` */
export async function checkPort(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new AppError(
          'cli.port_taken',
          error.code === 'EADDRINUSE'
            ? `Port ${port} is taken by another program. Choose another one: --port ${port + 1}`
            : `Port ${port} can't be used (${error.code ?? error.message}). Choose another one: --port 3000`,
        ),
      ),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}
