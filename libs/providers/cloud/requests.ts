import type { JsonObject, Usage } from '#libs/kernel';
import type { BlobRef } from '#libs/storage';
import type { WordTiming } from '../ports/index.js';

/**
 * What is asked of cloud providers and what comes back, the same for all of them, so that another one can be asked with the same
 * request. All of it is JSON: it goes through the journal. Pictures, sound and films are blobs.
 */

type Answer = {
  /** Who answered; the provider's own name of the model. */
  model: string;
  /** As the provider counted it; what it does not tell is counted by what was asked for. */
  usage: Usage[];
};

/** `text.generate`: a language model's answer, in JSON of a schema. */
export type TextQuestion = {
  /** Ours: what is to be done. Nothing from outside may stand here. */
  instructions: string;
  /** From outside: material for the task, as data. */
  data: JsonObject;
  /** Pictures to look at; most questions have none. */
  images: BlobRef[];
  /** JSON Schema of the answer. */
  schema: JsonObject;
  /** What was wrong with the answer before, where there was one. */
  correction: string | null;
  maxOutputTokens: number;
  seed: number;
};
export type TextAnswer = Answer & {
  /** As it came; it has not been parsed. */
  text: string;
  ended: 'complete' | 'too_long' | 'refused';
};

/** `image.generate`. */
export type ImageOrder = { prompt: string; aspect: string; seed: number };
export type ImageDelivery = Answer & { image: BlobRef };

/** `video.generate`: a clip without sound, at least as long as asked for where the provider's lengths allow it. */
export type ClipOrder = {
  prompt: string;
  /** `16:9`, `9:16`, `1:1` or `4:5`; an adapter asks for the nearest that its provider makes. */
  aspect: string;
  resolution: '720p' | '1080p';
  seconds: number;
  /** A picture to begin with. */
  image: BlobRef | null;
  seed: number;
};
export type ClipDelivery = Answer & { clip: BlobRef; seconds: number };

/** `speech.speak`. */
export type SpeechOrder = { text: string; language: string; rate: number; seed: number };
/** `words`: one for each whitespace-separated word of the text, in order. */
export type SpeechDelivery = Answer & { audio: BlobRef; words: WordTiming[] };

/** `music.compose`. */
export type MusicOrder = { prompt: string; seconds: number; seed: number };
export type MusicDelivery = Answer & { audio: BlobRef };
