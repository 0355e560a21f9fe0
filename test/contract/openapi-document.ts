import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { format, resolveConfig } from 'prettier';
import { describeApi } from '../../apps/api/src/openapi/openapi.js';
import { REPOSITORY } from '../architecture/repository.js';
import { openApi } from './api-app.js';
import type { OpenApiDocument } from './openapi-types.js';

/** The document as it was released last. */
export const SNAPSHOT = join(REPOSITORY, 'docs/openapi.json');

/** What the code says now. */
export async function currentDocument(): Promise<OpenApiDocument> {
  const { app, close } = await openApi();
  try {
    return currentDescription(app);
  } finally {
    await close();
  }
}

export const currentDescription = (app: NestFastifyApplication): OpenApiDocument =>
  JSON.parse(JSON.stringify(describeApi(app))) as OpenApiDocument;

export async function asText(document: OpenApiDocument): Promise<string> {
  return format(JSON.stringify(document), { ...(await resolveConfig(SNAPSHOT)), filepath: SNAPSHOT });
}
