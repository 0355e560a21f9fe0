// Assembles what is written in WebAssembly's text format (`libs/**/*.wat`) into `dist`, beside the code that loads it.
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import wabt from 'wabt';

const { parseWat } = await wabt();
for await (const source of glob('libs/**/*.wat')) {
  const program = parseWat(source, await readFile(source), { simd: true });
  program.validate();
  const target = join('dist', source.replace(/\.wat$/, '.wasm'));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, program.toBinary({}).buffer);
}
