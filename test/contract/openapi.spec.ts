import { readFile } from 'node:fs/promises';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { asText, currentDocument, SNAPSHOT } from './openapi-document.js';
import { type OpenApiDocument, operationsOf } from './openapi-types.js';

describe('the OpenAPI document', () => {
  let document: OpenApiDocument;

  beforeAll(async () => (document = await currentDocument()), 60_000);

  it('is the one in docs/openapi.json; `npm run openapi` writes it anew', async () => {
    expect(await readFile(SNAPSHOT, 'utf8')).toBe(await asText(document));
  });

  it('has nothing that a linter would find fault with', async () => {
    const config = await createConfig({
      extends: ['recommended-strict'],
      rules: {
        // Whoever deploys it decides where it is; the licence is the repository's.
        'info-license': 'off',
        'info-license-strict': 'off',
        'no-server-example.com': 'off',
        // What is open says so by having neither; the test below holds each operation to it, and to naming its problems.
        'security-defined': 'off',
        'operation-4xx-response': 'off',
        // Who signs in at an identity provider's page is sent on, there and back.
        'operation-2xx-response': 'off',
        'operation-operationId-unique': 'error',
        'no-invalid-media-type-examples': 'error',
        'no-invalid-schema-examples': 'error',
      },
    });
    const problems = await lintFromString({ source: JSON.stringify(document), config });
    const found = problems.map(
      ({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`,
    );
    expect([...new Set(found)]).toEqual([]);
  }, 60_000);

  it('says of each operation what it is, who may call it and how it can fail', () => {
    for (const { name, operation } of operationsOf(document)) {
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/\w/)]);
      expect([name, operation['x-permission'] !== undefined]).toEqual([
        name,
        operation.security !== undefined,
      ]);
      const successes = Object.keys(operation.responses).filter((status) => /^2|^302$/.test(status));
      expect([name, successes.length]).not.toEqual([name, 0]);
      const failures = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      expect([name, failures.length]).not.toEqual([name, 0]);
      for (const [status, { content }] of failures) {
        // Readiness tells its state with either status.
        if (content?.['application/json'] !== undefined) continue;
        const examples = content?.['application/problem+json'] as { examples?: object } | undefined;
        expect([name, status, Object.keys(examples?.examples ?? {}).length]).not.toEqual([name, status, 0]);
      }
    }
  });
});
