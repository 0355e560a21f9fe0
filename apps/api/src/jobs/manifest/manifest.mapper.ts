import type {
  ManifestComment,
  ManifestVersion,
  ManifestVersionDetail,
  ManifestView,
} from '#libs/orchestration';
import type { ManifestCommentDto, ManifestDto, ManifestVersionDetailDto } from './manifest.dto.js';

const toVersionDto = ({ version, author, comment, at }: ManifestVersion): ManifestDto['history'][number] => ({
  version,
  author,
  comment,
  at,
});

export const toCommentDto = ({ id, version, author, text, at }: ManifestComment): ManifestCommentDto => ({
  id,
  version,
  author,
  text,
  at,
});

export const toVersionDetailDto = (version: ManifestVersionDetail): ManifestVersionDetailDto => ({
  ...toVersionDto(version),
  manifest: version.manifest,
});

export const toManifestDto = (view: ManifestView): ManifestDto => ({
  version: view.version,
  status: view.status,
  editable: view.editable,
  manifest: view.manifest,
  history: view.history.map(toVersionDto),
  comments: view.comments.map(toCommentDto),
});

/** All that can change about a manifest: versions and comments are only added. */
export const manifestTag = ({ version, status, editable, comments }: ManifestDto): string =>
  `"${version}.${status}.${editable ? 'open' : 'closed'}.${comments.length}"`;
