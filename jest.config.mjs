/** Tests run what ships: the compiled tree, with Node's own module resolution. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist'],
  testMatch: ['**/*.spec.js'],
  transform: {},
  // Video encoding and database work share two cores: more workers only slow each other down.
  maxWorkers: 2,
  testTimeout: 30_000,
};
