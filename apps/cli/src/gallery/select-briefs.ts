import { AppError } from '#libs/kernel';
import { GALLERY, type GalleryBrief } from './briefs.js';

/** The briefs that `--only` names, in the gallery's order; all of them without it. @throws AppError naming unknown ones */
export function selectBriefs(only: string | undefined, durationSec: number | undefined): GalleryBrief[] {
  const names = only?.split(',').map((name) => name.trim());
  const known = GALLERY.map(({ name }) => name);
  const unknown = names?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new AppError(
      'cli.unknown_brief',
      `The gallery has no ${unknown.map((name) => `"${name}"`).join(', ')}. It has: ${known.join(', ')}`,
    );
  }
  return GALLERY.filter(({ name }) => names?.includes(name) ?? true).map((brief) =>
    durationSec === undefined ? brief : { ...brief, durationSec },
  );
}
