// Everything that must hold before a change lands: types, lint, the dependency rule, and the whole Jest suite.
// `npm test` runs it all, `npm run check` the static part alone (`--static`). The last line is "N passed, N failed":
// Jest's own counts, and one failure more for each static check or test file that broke.
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { relative, resolve } from 'node:path';

const STATIC_CHECKS = { types: 'typecheck', lint: 'lint', 'dependency rule': 'deps' };
const RESULTS = 'dist/jest-results.json';
// The suite starts the programs a hundred times: what Node has compiled once, all of them share.
process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/compile');

/** Runs a script of package.json. With `pipe` its output is kept and returned instead of shown. */
function npmRun(script, args = [], stdio = 'pipe') {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
      stdio: ['ignore', stdio, stdio],
    });
    const said = [];
    child.stdout?.on('data', (chunk) => said.push(chunk));
    child.stderr?.on('data', (chunk) => said.push(chunk));
    child.on('error', (error) => resolve({ ok: false, output: String(error) }));
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(said).toString() }));
  });
}

/** @returns the names of the checks that failed; what a failed one said is printed whole. */
async function runStaticChecks() {
  const results = await Promise.all(
    Object.entries(STATIC_CHECKS).map(async ([name, script]) => {
      const start = performance.now();
      const { ok, output } = await npmRun(script);
      const took = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${took} s)${ok ? '' : `\n${output}`}`);
      return { name, ok };
    }),
  );
  return results.filter(({ ok }) => !ok).map(({ name }) => name);
}

/** @returns how many tests passed, and the names of the tests and test files that failed. */
async function runJest() {
  await rm(RESULTS, { force: true });
  const { ok } = await npmRun('jest', ['--json', `--outputFile=${RESULTS}`], 'inherit');
  const results = await readFile(RESULTS, 'utf8').then(JSON.parse, () => undefined);
  if (results === undefined) return { passed: 0, failed: ['build or Jest: it ended without a result'] };

  const failed = results.testResults.flatMap(({ name, status, assertionResults }) => {
    const file = relative('dist', name);
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (tests.length > 0) return tests.map((test) => `${file}: ${test.fullName}`);
    return status === 'failed' ? [`${file}: the file could not run`] : [];
  });
  if (results.numTotalTests === 0) failed.push('Jest: it ran no test');
  if (!ok && failed.length === 0) failed.push('Jest: every test passed, but it ended with an error');
  return { passed: results.numPassedTests, failed };
}

const staticFailures = await runStaticChecks();
const jest = process.argv.includes('--static') ? undefined : await runJest();
const failures = [...staticFailures, ...(jest?.failed ?? [])];

for (const failure of failures) console.log(`failed: ${failure}`);
const passed = jest?.passed ?? Object.keys(STATIC_CHECKS).length - staticFailures.length;
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
