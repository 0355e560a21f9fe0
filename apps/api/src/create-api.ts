import { type INestApplicationContext, VersioningType } from '@nestjs/common';
import type { NestApplicationOptions } from '@nestjs/common/interfaces/nest-application-options.interface.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { trackPool } from '#libs/monitoring';
import { Database } from '#libs/database';
import { setUpServer } from './http/server.js';
import { serveOpenApi } from './openapi/openapi.js';

/** Fastify's own body parsers are replaced (see setUpServer), and a failed boot is reported by whoever started it. */
export const API_OPTIONS = {
  bodyParser: false,
  abortOnError: false,
  bufferLogs: true,
} satisfies NestApplicationOptions;

/** Everything between the module and the first request; tests go through it too. */
export async function setUpApi(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  app.useLogger(app.get(Logger));
  app.enableVersioning({ type: VersioningType.URI });
  await setUpServer(app);
  serveOpenApi(app);
  trackDatabase(app);
  return app;
}

function trackDatabase(app: INestApplicationContext): void {
  const database = app.get(Database);
  trackPool('api', () => {
    const { size, idle, waiting } = database.poolState();
    return { in_use: size - idle, idle, waiting };
  });
}
