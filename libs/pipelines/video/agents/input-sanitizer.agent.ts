import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent } from '#libs/agents';
import { cleanText, SanitizedBriefSchema } from '../domain/index.js';
import { detectLanguage } from '../local/writing/language.js';

const Input = z.object({ brief: z.string() });

/** Makes untrusted text safe to work with: no markup, no invisible characters, one form of white space; and names its language. */
@Injectable()
export class InputSanitizer extends Agent<typeof Input, typeof SanitizedBriefSchema> {
  override readonly name = 'InputSanitizer';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = SanitizedBriefSchema;
  override readonly timeoutMs = 10_000;

  override run({ brief }: z.output<typeof Input>): Promise<z.input<typeof SanitizedBriefSchema>> {
    const { text, notes } = cleanText(brief);
    return Promise.resolve({ text, language: detectLanguage(text), notes });
  }
}
