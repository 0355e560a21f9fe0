import { connect } from 'node:net';
import { join } from 'node:path';
import type { ServerPlace } from './postgres.js';
import { privateDir } from './places.js';
import { end, serverIn } from './processes.js';
import { redisBinary } from './redis-binary.js';
import { randomSecret } from './secret-file.js';
import { ServerProcess, type ServerSpec } from './server-process.js';

const STOP_STEPS = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 1_000],
] as const;

/** Starts Redis on the data of this place. */
export async function startRedis(
  place: ServerPlace,
  onLost: (message: string) => void,
  signal: AbortSignal,
  onProgress: (message: string) => void,
): Promise<{ process: ServerProcess; url: string }> {
  const { user, cache, ephemeral } = place;
  const { program, env } = await redisBinary({ cache, user, signal, onProgress });
  const dir = privateDir(join(place.servers, 'redis'), user);
  const password = randomSecret();
  const specFor = (port: number): ServerSpec => ({
    name: 'Redis',
    program,
    args: ['-'],
    env,
    input: configuration({ port, password, dir, ephemeral }),
    user,
    log: join(place.dataDir, 'logs', 'redis.log'),
    prepare: () => endLeftoverRedis(dir),
    ready: () => answers(port, password),
    stopSteps: ephemeral ? STOP_STEPS.slice(1) : STOP_STEPS,
  });
  const process = await ServerProcess.start(specFor, onLost, signal);
  return { process, url: `redis://:${password}@127.0.0.1:${process.port}/0` };
}

/** Ends a server whose guardian was killed. */
export async function endLeftoverRedis(dir: string): Promise<void> {
  const pid = await serverIn(dir, join(dir, 'redis.pid'), 'redis');
  if (pid !== undefined) await end(pid, STOP_STEPS);
}

const configuration = (at: { port: number; password: string; dir: string; ephemeral: boolean }): string =>
  [
    'bind 127.0.0.1',
    `port ${at.port}`,
    `requirepass ${at.password}`,
    `dir ${JSON.stringify(at.dir)}`,
    `pidfile ${JSON.stringify(join(at.dir, 'redis.pid'))}`,
    // Every other policy drops jobs when memory runs short.
    'maxmemory-policy noeviction',
    'save ""',
    `appendonly ${at.ephemeral ? 'no' : 'yes'}`,
    'appendfsync everysec',
    // Test specs get a database each.
    `databases ${at.ephemeral ? 1024 : 16}`,
    '',
  ].join('\n');

/** Whether Redis answers a PING: it refuses while it still loads its data. */
function answers(port: number, password: string): Promise<boolean> {
  return new Promise((resolve) => {
    let reply = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`AUTH ${password}\r\nPING\r\nQUIT\r\n`));
    socket.setEncoding('utf8').setTimeout(2_000, () => socket.destroy());
    socket.on('data', (chunk: string) => (reply += chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(reply.includes('+PONG')));
  });
}
