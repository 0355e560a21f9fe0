import { Global, Module } from '@nestjs/common';
import { AnthropicText } from './anthropic/anthropic-text.js';
import { CloudConfig } from './cloud.config.js';
import { ElevenLabsSpeech } from './elevenlabs/elevenlabs-speech.js';
import { GeminiText } from './gemini/gemini-text.js';
import { OpenAiImage } from './openai/openai-image.js';
import { OpenAiSpeech } from './openai/openai-speech.js';
import { OpenAiText } from './openai/openai-text.js';

const OPERATIONS = [AnthropicText, OpenAiText, GeminiText, ElevenLabsSpeech, OpenAiSpeech, OpenAiImage];

/** Who writes and speaks in the cloud; who has no key is there all the same, for what was bought with one. */
@Global()
@Module({
  providers: [{ provide: CloudConfig, useFactory: () => CloudConfig.fromEnv() }, ...OPERATIONS],
  exports: [CloudConfig, ...OPERATIONS],
})
export class LanguageCloudModule {}
