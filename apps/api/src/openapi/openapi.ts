import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  ApiBearerAuth,
  ApiCookieAuth,
  ApiExtension,
  DocumentBuilder,
  type OpenAPIObject,
  SwaggerModule,
} from '@nestjs/swagger';
import { ProblemSchema } from '../http/problem.js';
import { declaredRoutes } from '../security/routes.js';
import { describeTags } from './conditional.js';
import { problemExamples, Problems } from './problems.decorator.js';
import { inherentProblems } from './route-problems.js';
import { toOpenApi } from './schema-converter.js';

/** The page at /docs and the document at /openapi.json. Both are open: they show what this API can do, not what it holds. */
export function serveOpenApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'AIPROD API',
    swaggerOptions: { persistAuthorization: true, docExpansion: 'list' },
  });
}

export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  describeAccess(app);
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('AIPROD')
    .setDescription(
      'Turns a brief into finished, checked and accounted-for work. Sign in at `POST /v1/auth/login`, submit a job, ' +
        'follow its events, download its artifacts. Every error is an RFC 9457 problem.',
    )
    .setVersion('1')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addCookieAuth('__Host-aiprod-session')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: toOpenApi,
    operationIdFactory: (_controller, method) => method,
  });
  const problem = toOpenApi(ProblemSchema, { schemaType: 'output' });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...problem?.components },
    examples: problemExamples(JSON.stringify(document)),
  };
  describeTags(document);
  return document;
}

const described = new WeakSet<object>();

/** What the guard enforces is what the document says: both read the same declaration. */
function describeAccess(app: NestFastifyApplication): void {
  const routes = declaredRoutes(app.get(DiscoveryService), app.get(MetadataScanner));
  for (const route of routes) {
    const { controller, method, access } = route;
    const prototype = controller.prototype as Record<string, object>;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, method);
    if (!access || !descriptor || described.has(descriptor.value as object)) continue;
    described.add(descriptor.value as object);
    Problems(...inherentProblems(route))(prototype, method, descriptor);
    if ('public' in access) continue;
    if ('permission' in access) {
      ApiExtension('x-permission', access.permission)(prototype, method, descriptor);
      if (access.operator) ApiExtension('x-operator', true)(prototype, method, descriptor);
    } else {
      // Whoever has signed in may, whatever their role.
      ApiExtension('x-permission', 'session')(prototype, method, descriptor);
    }
    ApiBearerAuth()(prototype, method, descriptor);
    ApiCookieAuth()(prototype, method, descriptor);
  }
}
