import { env, EnvConfig } from '#libs/config';

const key = (whose: string) =>
  env.text().optional().describe(`Key of ${whose}. Left out: it is never asked.`);
const baseUrl = (whose: string) =>
  env.url('https', 'http').optional().describe(`Another address of the API. Left out: ${whose}'s own.`);

/** Language models and voices that are bought. Each provider is off until it has a key. */
export class CloudConfig extends EnvConfig({
  ANTHROPIC_API_KEY: key('Anthropic'),
  ANTHROPIC_BASE_URL: baseUrl('Anthropic'),
  ANTHROPIC_MODEL: env.text().default('claude-sonnet-5-5').describe('Writes and looks at pictures.'),
  OPENAI_API_KEY: env
    .text()
    .optional()
    .describe(
      'Key of OpenAI. With OPENAI_BASE_URL it may be left out: that is a server of your own, which costs nothing.',
    ),
  OPENAI_BASE_URL: env
    .url('https', 'http')
    .optional()
    .describe(
      'Any server that speaks the same protocol, e.g. http://127.0.0.1:11434/v1 for Ollama; vLLM and LM Studio too.',
    ),
  OPENAI_MODEL: env.text().default('gpt-6.1-terra').describe('Writes and looks at pictures.'),
  OPENAI_SPEECH_MODEL: env
    .text()
    .default('tts-1')
    .describe('Speaks. OpenAI bills tts-1 and tts-1-hd by the character.'),
  OPENAI_SPEECH_VOICE: env.text().default('alloy').describe('One of its built-in voices.'),
  OPENAI_IMAGE_MODEL: env.text().default('gpt-image-2.5-flare').describe('Paints pictures.'),
  GEMINI_API_KEY: key('the Gemini API'),
  GEMINI_BASE_URL: baseUrl('Google'),
  GEMINI_MODEL: env.text().default('gemini-3.8-flash').describe('Writes and looks at pictures.'),
  ELEVENLABS_API_KEY: key('ElevenLabs'),
  ELEVENLABS_BASE_URL: baseUrl('ElevenLabs'),
  ELEVENLABS_VOICE_ID: env
    .text()
    .default('JBFqnCBsd6RMkjVDRZzb')
    .describe('The voice. The default is a premade one.'),
  ELEVENLABS_MODEL: env.text().default('eleven_multilingual_v2').describe('Speaks.'),
  CLOUD_CONCURRENCY: env
    .integer(1, 10_000)
    .default(16)
    .describe('Calls to one provider that may be open at once, over all workers.'),
  CLOUD_CONCURRENCY_PER_TENANT: env
    .integer(1, 10_000)
    .default(8)
    .describe('How many of them one tenant may hold.'),
  CLOUD_REQUESTS_PER_MINUTE: env
    .integer(1, 1_000_000)
    .optional()
    .describe(
      'Calls to one provider that may be begun in a minute, over all workers. Left out: no limit of ours.',
    ),
  CLOUD_TIMEOUT_SECONDS: env
    .integer(1, 3_600)
    .default(300)
    .describe('A call that has not been answered by then counts as lost: what became of it is found out.'),
}) {}
