import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ICruiseResult, IForbiddenRuleType } from 'dependency-cruiser';
import { execa } from 'execa';
import { REPOSITORY } from './repository.js';

const CONFIG = join(REPOSITORY, '.dependency-cruiser.mjs');
const CRUISER = join(REPOSITORY, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const SOURCES = ['apps', 'libs', 'migrations', 'packages', 'test'];

/** Every violation in a tree, as `rule: file → what it imports`. */
async function violations(root: string): Promise<string[]> {
  const folders = SOURCES.filter((folder) => existsSync(join(root, folder)));
  const args = [CRUISER, '--config', CONFIG, '--output-type', 'json', ...folders];
  const { stdout, stderr } = await execa(process.execPath, args, { cwd: root, reject: false });
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${stdout}${stderr}`);
  const { summary } = JSON.parse(stdout) as ICruiseResult;
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

/** What breaks each rule: a file, what it imports (`type x` for types alone), and where that leads. */
const BREACHES: [rule: string, file: string, specifier: string, target: string][] = [
  ['layer-kernel', 'libs/kernel/up.ts', '#libs/config', 'libs/config/index.ts'],
  ['layer-kernel', 'libs/kernel/up-type.ts', 'type #libs/config', 'libs/config/index.ts'],
  ['layer-config', 'libs/config/up.ts', '#libs/storage', 'libs/storage/index.ts'],
  ['layer-platform', 'libs/storage/up.ts', '#libs/auth', 'libs/auth/index.ts'],
  ['layer-auth', 'libs/auth/up.ts', '#libs/costs', 'libs/costs/index.ts'],
  ['layer-services', 'libs/orchestration/up.ts', '#libs/agents', 'libs/agents/index.ts'],
  ['layer-agents', 'libs/agents/up.ts', '#libs/pipelines/video', 'libs/pipelines/video/index.ts'],
  ['library-has-a-layer', 'libs/attic/box.ts', '#libs/kernel', 'libs/kernel/index.ts'],
  [
    'pipelines-apart',
    'libs/pipelines/cards/borrow.ts',
    '#libs/pipelines/video',
    'libs/pipelines/video/index.ts',
  ],
  ['apps-on-top', 'libs/agents/boss.ts', '../../apps/api/src/main.js', 'apps/api/src/main.ts'],
  ['apps-apart', 'apps/worker/src/twin.ts', '../../api/src/main.js', 'apps/api/src/main.ts'],
  ['client-stands-alone', 'packages/client/inside.ts', '#libs/kernel', 'libs/kernel/index.ts'],
  ['no-cycle', 'libs/costs/egg.ts', './hen.js', 'libs/costs/hen.ts'],
  ['library-door', 'libs/agents/window.ts', '../costs/hen.js', 'libs/costs/hen.ts'],
  [
    'library-door',
    'libs/agents/side-door.ts',
    '#libs/pipelines/video/domain',
    'libs/pipelines/video/domain/index.ts',
  ],
  ['library-door-from-outside', 'apps/api/src/window.ts', '../../../libs/costs/hen.js', 'libs/costs/hen.ts'],
  ['library-by-name', 'libs/auth/path.ts', '../kernel/index.js', 'libs/kernel/index.ts'],
  ['domain-is-pure', 'libs/costs/domain/disk.ts', 'node:fs', 'fs'],
  ['domain-is-pure', 'libs/costs/domain/nest.ts', '@nestjs/common', 'node_modules/@nestjs/common/index.js'],
  ['domain-is-pure', 'libs/costs/domain/settings.ts', '#libs/config', 'libs/config/index.ts'],
  ['kernel-is-plain', 'libs/kernel/nest.ts', '@nestjs/common', 'node_modules/@nestjs/common/index.js'],
  ['kernel-is-plain', 'libs/kernel/network.ts', 'node:net', 'net'],
  ['typeorm-in-persistence', 'libs/auth/query.ts', 'typeorm', 'node_modules/typeorm/index.js'],
  ['embedded-for-one-machine', 'test/e2e/server.spec.ts', '#libs/embedded', 'libs/embedded/index.ts'],
  ['migrations-alone', 'migrations/0002.ts', '#libs/kernel', 'libs/kernel/index.ts'],
  ['embedded-for-one-machine', 'apps/worker/src/server.ts', '#libs/embedded', 'libs/embedded/index.ts'],
  ['testing-for-tests', 'libs/agents/fake.ts', '#libs/testing', 'libs/testing/index.ts'],
  ['specs-are-leaves', 'libs/agents/spec-helper.ts', './some.spec.js', 'libs/agents/some.spec.ts'],
  ['no-development-package', 'libs/agents/dev.ts', 'fast-check', 'node_modules/fast-check/index.js'],
  ['declared-package', 'libs/agents/stowaway.ts', 'stowaway', 'node_modules/stowaway/index.js'],
  ['source-not-build', 'libs/agents/built.ts', '../../dist/libs/kernel.js', 'dist/libs/kernel.js'],
  ['resolvable', 'libs/agents/typo.ts', '#libs/kernle', '#libs/kernle'],
];

/** Imports that are right, and must stay so. */
const ALLOWED: [file: string, specifier: string][] = [
  ['apps/api/src/wiring.ts', '#libs/pipelines/video'],
  ['apps/cli/src/demo.ts', '#libs/embedded'],
  ['apps/cli/src/ask.ts', '#client'],
  ['libs/pipelines/video/agent.ts', '#libs/agents'],
  ['libs/agents/contract.ts', '#libs/costs'],
  ['libs/agents/contract.spec.ts', '#libs/testing'],
  ['libs/costs/egg.spec.ts', 'fast-check'],
  ['libs/costs/types.ts', 'type fast-check'],
  ['libs/costs/domain/rule.ts', 'zod'],
  ['libs/costs/domain/words.ts', '#libs/providers/ports'],
  ['libs/providers/local/tone.worker.ts', '#libs/media/threads'],
  ['libs/costs/domain/money.ts', '#libs/kernel'],
  ['libs/costs/domain/hash.ts', 'node:crypto'],
  ['libs/costs/persistence/row.ts', 'typeorm'],
  ['libs/database/source.ts', 'typeorm'],
  ['libs/database/schema.ts', '#migrations'],
  ['migrations/0001.ts', 'typeorm'],
  ['libs/testing/servers.ts', '#libs/embedded'],
  ['test/setup/servers.ts', '#libs/embedded'],
  ['test/e2e/film.spec.ts', '#libs/testing'],
];

const LIBRARIES = [
  ...['kernel', 'config', 'storage', 'database', 'embedded', 'auth', 'costs', 'providers', 'providers/ports'],
  ...['media/threads', 'agents', 'testing', 'pipelines/video', 'pipelines/video/domain'],
];
const PACKAGES = { dependencies: ['zod', 'typeorm', '@nestjs/common'], devDependencies: ['fast-check'] };

async function write(root: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

const statement = (specifier: string): string =>
  specifier.startsWith('type ')
    ? `import type {} from '${specifier.slice(5)}';\n`
    : `import '${specifier}';\n`;

async function layOut(root: string): Promise<void> {
  const { imports } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8')) as {
    imports: object;
  };
  const versions = (names: string[]) => Object.fromEntries(names.map((name) => [name, '1.0.0']));
  await write(
    root,
    'package.json',
    JSON.stringify({
      type: 'module',
      imports,
      dependencies: versions(PACKAGES.dependencies),
      devDependencies: versions(PACKAGES.devDependencies),
    }),
  );
  await copyFile(join(REPOSITORY, 'tsconfig.json'), join(root, 'tsconfig.json'));
  for (const name of [...PACKAGES.dependencies, ...PACKAGES.devDependencies, 'stowaway']) {
    await write(root, `node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0' }));
    await write(root, `node_modules/${name}/index.js`, '');
  }
  for (const library of LIBRARIES) await write(root, `libs/${library}/index.ts`, 'export {};\n');
  await write(root, 'apps/api/src/main.ts', 'export {};\n');
  await write(root, 'packages/client/index.ts', 'export {};\n');
  await write(root, 'dist/libs/kernel.js', 'export {};\n');
  await write(root, 'migrations/index.ts', 'export {};\n');
  await write(root, 'libs/agents/some.spec.ts', 'export {};\n');
  await write(root, 'libs/costs/hen.ts', "import './egg.js';\n");
  for (const [file, specifier] of ALLOWED) await write(root, file, statement(specifier));
  for (const [, file, specifier] of BREACHES) await write(root, file, statement(specifier));
}

// Some seconds on an idle machine, ten times that on one that is making films.
const PATIENCE_MS = 120_000;

describe('the dependency rule', () => {
  let root: string;
  let found: string[];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'dependency-rule-'));
    await layOut(root);
    found = await violations(root);
  }, PATIENCE_MS);
  afterAll(() => rm(root, { recursive: true, force: true }));

  it.each(BREACHES)('%s is broken by %s importing %s', (rule, file, _specifier, target) => {
    expect(found).toContain(`${rule}: ${file} → ${target}`);
  });

  it.each(ALLOWED)('lets %s import %s', (file) => {
    expect(found.filter((line) => line.includes(` ${file} →`))).toEqual([]);
  });

  it('has no rule that is not proved here, and none without a reason and a fix', async () => {
    const { default: config } = (await import(CONFIG)) as { default: { forbidden: IForbiddenRuleType[] } };
    const proved = new Set(BREACHES.map(([rule]) => rule));
    expect(config.forbidden.map((rule) => rule.name).filter((name) => !proved.has(name ?? ''))).toEqual([]);
    expect(config.forbidden.filter((rule) => !/\. Fix: .+\.$/.test(rule.comment ?? ''))).toEqual([]);
  });

  it(
    'is kept by this repository',
    async () => {
      expect(await violations(REPOSITORY)).toEqual([]);
    },
    PATIENCE_MS,
  );
});
