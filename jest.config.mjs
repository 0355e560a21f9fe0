/** Tests run what ships: the compiled tree, with Node's own module resolution. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist'],
  testMatch: ['**/*.spec.js'],
  // Long proofs of what shorter specs also hold: `npm run test:nightly` runs them as well.
  testPathIgnorePatterns: process.env.NIGHTLY
    ? []
    : [
        'cloud/film/fit-clip',
        'e2e/api-caches',
        'e2e/api-lifecycle',
        'e2e/api-manifests',
        'e2e/cli-access',
        'e2e/cli-admin',
        'e2e/cli-jobs',
        'e2e/cli-signing-keys',
        'e2e/cloud-film',
        'e2e/cloud-sharing',
        'e2e/tenant-keys',
        'integration/budgets',
        'faults/smoke-at-night',
        'video/agents/burned-captions',
        'video/agents/caption-timing',
        'video/mutations',
        'integration/cloud-film',
        'integration/media-purchases',
        'integration/media-webhooks',
        'integration/tenant-isolation',
        'integration/transfer/',
        'webhooks/drill',
      ],
  transform: {},
  // One PostgreSQL and one Redis a run, started when the first spec asks for them.
  globalSetup: '<rootDir>/dist/test/setup/global-setup.js',
  globalTeardown: '<rootDir>/dist/test/setup/global-teardown.js',
  // Video encoding and database work share two cores: more workers only slow each other down.
  maxWorkers: 2,
  testTimeout: 60_000,
};
