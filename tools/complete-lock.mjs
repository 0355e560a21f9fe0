// Adds to package-lock.json the optional packages that the registry in use does not carry: binaries for other platforms.
// `npm install` leaves such a package out of the lock file, and `npm ci` (seen with npm 11.19) then refuses that very lock
// file: "Missing: @swc/core-darwin-arm64@ from lock file". With a version and a platform in the lock file npm skips it
// where it does not fit, without asking the registry. Where it does fit, npm fetches it. Run it after `npm install`.
import { readFile, writeFile } from 'node:fs/promises';

const LOCK = 'package-lock.json';
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** The platform that a package is for, from its name: `@swc/core-linux-arm64-musl`. Unknown parts restrict nothing. */
function platformOf(name) {
  const parts = name.split(/[/-]/);
  const os = SYSTEMS.filter((system) => parts.includes(system));
  const cpu = PROCESSORS.filter((processor) => parts.includes(processor));
  const libc = parts.includes('musl') ? 'musl' : parts.includes('gnu') && os.includes('linux') ? 'glibc' : '';
  return { os, cpu, libc };
}

/** What npm would have written, in its order of fields; the checksum is the registry's to say. */
function lockEntry(name, version, parent) {
  const { os, cpu, libc } = platformOf(name);
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(parent.dev && { dev: true }),
    ...(libc && { libc: [libc] }),
    // Packages of one release share a licence.
    ...(parent.license && { license: parent.license }),
    optional: true,
    ...(os.length > 0 && { os }),
  };
}

const lock = JSON.parse(await readFile(LOCK, 'utf8'));
const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`${path}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`]) continue;
    if (!EXACT.test(version)) {
      console.error(`left out: ${name}@${version} (of ${path || 'package.json'}) is not an exact version`);
      continue;
    }
    lock.packages[`node_modules/${name}`] = lockEntry(name, version, entry);
    added.push(`${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
);
await writeFile(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} added${added.length > 0 ? `: ${added.join(', ')}` : ''}`);
