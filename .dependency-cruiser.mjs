import { readFileSync } from 'node:fs';

/**
 * Who may import whom (docs/architecture.md). `npm run deps` checks it, test/architecture/dependency-rule.spec.ts proves
 * that each rule bites. Every comment says why the rule is there and what to do instead.
 *
 * apps → pipelines → agents → {orchestration, providers, costs, webhooks, data-transfer} → auth
 *      → {queue, caching, secrets, storage, media, database, monitoring, embedded, idempotency, filters, limits}
 *      → config → kernel
 */
const LAYERS = [
  {
    name: 'kernel',
    libs: ['kernel'],
    why: 'The kernel is what everything stands on, so it stands on nothing.',
    fix: 'Move what you need down into the kernel if it is pure, or move your file up into the library it needs.',
  },
  {
    name: 'config',
    libs: ['config'],
    why: 'Settings are read before anything else exists.',
    fix: "Keep a library's variables in its own <library>.config.ts, which imports #libs/config.",
  },
  {
    name: 'platform',
    libs: [
      'queue',
      'caching',
      'secrets',
      'storage',
      'media',
      'database',
      'monitoring',
      'embedded',
      'idempotency',
      'filters',
      'limits',
    ],
    why: 'A platform library knows no feature, so that any feature can use it.',
    fix: 'Let the feature pass in what differs: a parameter, a callback, or a port that the feature implements.',
  },
  {
    name: 'auth',
    libs: ['auth'],
    why: 'Who may act is decided without knowing what is acted on.',
    fix: 'Hand auth the ids and the permission; keep the check of the row in the library that owns the row.',
  },
  {
    name: 'services',
    libs: ['orchestration', 'providers', 'costs', 'webhooks', 'data-transfer'],
    why: 'They run any agent of any pipeline, so they must not know one.',
    fix: 'Declare a port (an abstract class) here and let the agent or the pipeline implement it.',
  },
  {
    name: 'agents',
    libs: ['agents'],
    why: 'The agent contract is what pipelines implement, not the other way round.',
    fix: "Move the code into the pipeline's own folder, or register it with the agents' registry from there.",
  },
];

/** The condition that makes package.json's "imports" lead to the TypeScript files instead of dist/. */
const { customConditions } = JSON.parse(
  readFileSync(new URL('tsconfig.json', import.meta.url)),
).compilerOptions;

const SPEC = String.raw`\.spec\.ts$`;
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/`;

/** Packages that compute and do nothing else. A domain may use them; add one here if it does no I/O and keeps no state. */
const PURE_PACKAGES = [
  'zod',
  'uuid',
  '@tonaljs/[^/]+',
  'compromise',
  'emojibase-data',
  'tinyld',
  'ipaddr[.]js',
];

/** Node's own modules that touch no file, network or process. */
const PURE_BUILTINS = ['crypto', 'path', 'url', 'util', 'buffer', 'string_decoder'];
const PURE_BUILTIN = `^(node:)?(${PURE_BUILTINS.join('|')})$`;

/**
 * What may be imported from outside a library: its index.ts, and of few libraries a part that must load alone. A domain needs
 * the providers' ports without their adapters, and the choice without the database; a worker thread needs the functions
 * for sound and frames without all of libs/media; an API needs a pipeline without its agents.
 */
const SIDE_DOORS = [
  'providers/ports',
  'costs/domain',
  'media/audio',
  'media/frames',
  'media/threads',
  'pipelines/video/agents',
  'testing/faults',
];
const DOORS = [
  '^libs/[^/]+/index[.]ts$',
  '^libs/pipelines/[^/]+/index[.]ts$',
  `^libs/(${SIDE_DOORS.join('|')})/index[.]ts$`,
];

const layerRules = LAYERS.map(({ name, libs, why, fix }, index) => ({
  name: `layer-${name}`,
  severity: 'error',
  comment: `${why} Fix: ${fix}`,
  from: { path: `^libs/(${libs.join('|')})/` },
  to: {
    path: `^libs/(${[...LAYERS.slice(index + 1).flatMap((layer) => layer.libs), 'pipelines'].join('|')})/`,
  },
}));

const PLACED = [...LAYERS.flatMap((layer) => layer.libs), 'pipelines', 'testing'];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layerRules,
    {
      name: 'library-has-a-layer',
      severity: 'error',
      comment:
        'A library outside the layers escapes the rule of direction. ' +
        'Fix: add it to its layer in LAYERS in .dependency-cruiser.mjs and to docs/architecture.md.',
      from: { path: '^libs/[^/]+/', pathNot: `^libs/(${PLACED.join('|')})/` },
      to: {},
    },
    {
      name: 'pipelines-apart',
      severity: 'error',
      comment:
        'Adding or deleting a pipeline is adding or deleting a folder, so none may lean on another. ' +
        'Fix: move what both need into a library below (an agent, a provider port, the kernel).',
      from: { path: '^libs/pipelines/([^/]+)/' },
      to: { path: '^libs/pipelines/[^/]+/', pathNot: '^libs/pipelines/$1/' },
    },
    {
      name: 'apps-on-top',
      severity: 'error',
      comment:
        'An app only wires libraries together and speaks HTTP, queue or terminal; nothing else may need it. ' +
        'Fix: move the code you want into a library, and import it from there in both places.',
      // The fault harness kills real workers and APIs that run its own pipeline, so its roots wire the apps' modules again. The
      // contract of the API and who may call what are held against the API itself, in one process with the test.
      from: {
        pathNot: [
          '^apps/',
          '^test/faults/(worker|api)-main[.]ts$',
          '^test/contract/(api-app|openapi-document)[.]ts$',
          '^test/authorisation/',
        ],
      },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-apart',
      severity: 'error',
      comment:
        'Apps are deployed one by one, so none may import another. ' +
        'Fix: move the shared code into a library, or start the other app as a process.',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/[^/]+/', pathNot: '^apps/$1/' },
    },
    {
      name: 'client-stands-alone',
      severity: 'error',
      comment:
        'The client package is installed where nothing of this repository is. ' +
        'Fix: take types from its schema.ts, and keep what only our own CLI or tests need there.',
      from: { path: '^packages/client/' },
      to: { path: '^(apps|libs|migrations|test)/' },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      comment:
        'Files in a cycle can only be understood, tested and loaded together. ' +
        'Fix: move what both need into a third file, or let one declare a port that the other implements.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'library-door',
      severity: 'error',
      comment:
        "A library's index.ts is its public face; what lies behind it may change without asking. " +
        'Fix: export the name from the index.ts and import it from there.',
      from: { path: '^libs/(pipelines/[^/]+|[^/]+)/' },
      to: {
        path: '^libs/',
        pathNot: ['^libs/$1/', ...DOORS],
      },
    },
    {
      name: 'library-door-from-outside',
      severity: 'error',
      comment:
        "A library's index.ts is its public face; apps, migrations and tests come in by it too. " +
        'Fix: export the name from the index.ts and import it from there.',
      from: { pathNot: '^libs/' },
      to: {
        path: '^libs/',
        pathNot: DOORS,
      },
    },
    {
      name: 'library-by-name',
      severity: 'error',
      comment:
        'One spelling for an import wherever the file lies, and the same for source and compiled code. ' +
        "Fix: write '#libs/<library>' instead of a relative path that leaves the library.",
      from: { path: '^(libs/(pipelines/[^/]+|[^/]+)|apps|migrations|test)/' },
      to: {
        path: '^libs/',
        pathNot: '^$1/',
        dependencyTypesNot: ['aliased-subpath-import'],
      },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment:
        'Domain code is rules that can be read and tested alone: no framework, no database, no file, no network. ' +
        'Fix: take the result as an argument and do the I/O in the application service or the agent; for a package ' +
        'that only computes, add it to PURE_PACKAGES in .dependency-cruiser.mjs.',
      from: { path: '^(libs/.+/domain)/', pathNot: SPEC },
      to: {
        pathNot: [
          '^$1/',
          '^libs/kernel/index[.]ts$',
          '^libs/(providers/ports|costs/domain)/index[.]ts$',
          npm(...PURE_PACKAGES),
          PURE_BUILTIN,
        ],
      },
    },
    {
      name: 'kernel-is-plain',
      severity: 'error',
      comment:
        'The kernel works in any process: no framework and no I/O. ' +
        'Fix: put the code into the platform library whose business it is (storage, database, queue, …).',
      from: { path: '^libs/kernel/', pathNot: SPEC },
      to: { pathNot: ['^libs/kernel/', npm(...PURE_PACKAGES), PURE_BUILTIN] },
    },
    {
      name: 'typeorm-in-persistence',
      severity: 'error',
      comment:
        'Only persistence code knows how rows are stored; a TypeORM type elsewhere spreads that knowledge. ' +
        "Fix: put the query into the library's persistence/ folder behind a method that speaks of domain objects.",
      from: { pathNot: ['^libs/.+/persistence/', '^libs/database/', '^migrations/'] },
      to: { path: npm('typeorm') },
    },
    {
      name: 'migrations-alone',
      severity: 'error',
      comment:
        'A released migration must do the same for ever, so it must not call code that changes. ' +
        'Fix: write the statement or the constant out in the migration.',
      from: { path: '^migrations/' },
      to: { path: '^(apps|libs)/' },
    },
    {
      name: 'embedded-for-one-machine',
      severity: 'error',
      comment:
        'The embedded PostgreSQL and Redis are for a laptop and for tests; a deployment is given DATABASE_URL and REDIS_URL. ' +
        'Fix: take the connection from #libs/database or #libs/queue, and leave starting servers to apps/cli.',
      from: { pathNot: ['^apps/cli/', '^libs/testing/', '^test/setup/', '^libs/embedded/'] },
      to: { path: '^libs/embedded/' },
    },
    {
      name: 'testing-for-tests',
      severity: 'error',
      comment:
        'Test factories and fakes must not reach production. ' +
        'Fix: move what production needs out of libs/testing into the library whose business it is.',
      from: { pathNot: ['^libs/testing/', '^test/', SPEC] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'specs-are-leaves',
      severity: 'error',
      comment:
        'Importing a spec runs its tests a second time, and production would need the test runner. ' +
        'Fix: move the helper into libs/testing.',
      from: {},
      to: { path: SPEC },
    },
    {
      name: 'no-development-package',
      severity: 'error',
      comment:
        'The container image leaves devDependencies out, so this import would fail there. ' +
        'Fix: move the package to "dependencies" in package.json.',
      from: { path: '^(apps|libs|migrations|packages)/', pathNot: [SPEC, '^libs/testing/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'declared-package',
      severity: 'error',
      comment:
        'A package that another package happens to bring may be gone after its next release. ' +
        'Fix: npm install it, so that package.json names it.',
      from: { path: '^(apps|libs|migrations|packages)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'source-not-build',
      severity: 'error',
      comment:
        'What is built is gone at the next build, and an import of it escapes every other rule. ' +
        "Fix: import the source, '#libs/<library>' between libraries; if all such imports are reported, " +
        'the condition in package.json\'s "imports" and customConditions in tsconfig.json differ.',
      from: {},
      to: { path: '^dist/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment:
        'An import that leads nowhere escapes every other rule. ' +
        "Fix: check the spelling; inside a library imports end in '.js', between libraries they are '#libs/<library>'.",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Types count: a type-only import couples two files as much as any other when you read or change them.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: [...customConditions, 'import', 'node', 'types', 'default'],
    },
  },
};
