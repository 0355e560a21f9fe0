import { Injectable } from '@nestjs/common';
import { MusicProvider, SoundProvider, SpeechProvider, TextProvider, VideoProvider } from './ports/index.js';

/** The providers that an agent may call, one for each capability. */
@Injectable()
export class Providers {
  constructor(
    readonly text: TextProvider,
    readonly speech: SpeechProvider,
    readonly music: MusicProvider,
    readonly sound: SoundProvider,
    readonly video: VideoProvider,
  ) {}
}
