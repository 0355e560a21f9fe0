import { Global, Module } from '@nestjs/common';
import { CloudModule } from './cloud/cloud.module.js';
import { LocalMusicProvider } from './local/music/local-music.provider.js';
import { LocalSoundProvider } from './local/sound/local-sound.provider.js';
import { FliteSpeechProvider } from './local/speech/flite-speech.provider.js';
import { LocalTextProvider } from './local/text.js';
import { MotionGraphicsProvider } from './local/video/index.js';
import { MusicProvider, SoundProvider, SpeechProvider, TextProvider, VideoProvider } from './ports/index.js';
import { Providers } from './providers.js';

/** Who stands behind each capability: programs of this machine, with no key and no network; and who can be asked beside them. */
@Global()
@Module({
  imports: [CloudModule],
  providers: [
    LocalTextProvider,
    { provide: TextProvider, useExisting: LocalTextProvider },
    { provide: SpeechProvider, useClass: FliteSpeechProvider },
    { provide: MusicProvider, useClass: LocalMusicProvider },
    { provide: SoundProvider, useClass: LocalSoundProvider },
    { provide: VideoProvider, useClass: MotionGraphicsProvider },
    Providers,
  ],
  exports: [LocalTextProvider, Providers],
})
export class ProvidersModule {}
