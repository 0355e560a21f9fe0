/** What a provider is paid for; its file must be of that kind whatever its name says. */
export type MediaKind = 'video' | 'image' | 'audio';

/** Bytes that are enough for `mediaTypeOf`. */
export const SIGNATURE_BYTES = 16;

const at = (bytes: Buffer, offset: number, text: string): boolean =>
  bytes.toString('latin1', offset, offset + text.length) === text;

const SIGNATURES: { kind: MediaKind; mediaType: string; matches: (bytes: Buffer) => boolean }[] = [
  { kind: 'video', mediaType: 'video/mp4', matches: (b) => at(b, 4, 'ftyp') },
  { kind: 'image', mediaType: 'image/png', matches: (b) => at(b, 0, '\x89PNG\r\n\x1a\n') },
  { kind: 'image', mediaType: 'image/jpeg', matches: (b) => at(b, 0, '\xff\xd8\xff') },
  { kind: 'image', mediaType: 'image/webp', matches: (b) => at(b, 0, 'RIFF') && at(b, 8, 'WEBP') },
  { kind: 'audio', mediaType: 'audio/wav', matches: (b) => at(b, 0, 'RIFF') && at(b, 8, 'WAVE') },
  { kind: 'audio', mediaType: 'audio/mpeg', matches: (b) => at(b, 0, 'ID3') || isMpegFrame(b) },
];

/** Eleven set bits, then a version and a layer that exist. */
const isMpegFrame = (bytes: Buffer): boolean => {
  const second = bytes[1] ?? 0;
  return bytes[0] === 0xff && (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08 && (second & 0x06) !== 0;
};

/** The media type by a file's first bytes; undefined where it is none of this kind that we can use. */
export const mediaTypeOf = (kind: MediaKind, start: Buffer): string | undefined =>
  SIGNATURES.find((signature) => signature.kind === kind && signature.matches(start))?.mediaType;
