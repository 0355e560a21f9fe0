import fc from 'fast-check';
import { z } from 'zod';
import { TEXT_MAX_BYTES, answerSchema, readAnswer } from './answer.js';

const Title = z.strictObject({ title: z.string().max(20), tags: z.record(z.string(), z.int()).optional() });
const read = (text: string, ended: 'complete' | 'too_long' = 'complete') =>
  readAnswer({ text, ended, model: 'm', usage: [] }, Title);

describe('reading an answer', () => {
  it.each(['{"title":"Bread"}', '```json\n{"title":"Bread"}\n```', ' \n```\n{"title":"Bread"}```\n'])(
    'takes a document, bare or in one fence: %j',
    (text) => {
      expect(read(text)).toEqual({ value: { title: 'Bread' } });
    },
  );

  it.each([
    ['Here you are: {"title":"Bread"}', 'it is not one JSON document'],
    ['```json\n{"title":"Bread"}\n```\n```json\n{}\n```', 'it is not one JSON document'],
    ['{"title":', 'it is not one JSON document'],
    ['"title"', 'the document: Invalid input: expected object, received string'],
    ['{"title":7}', 'title: Invalid input: expected string, received number'],
    [JSON.stringify({ title: 'x'.repeat(TEXT_MAX_BYTES) }), 'it is far too long'],
  ])('says what is wrong with %.40s', (text, problem) => {
    expect(read(text)).toEqual({ problem });
  });

  it('counts what was cut off as too long, even if it reads well', () => {
    expect(read('{"title":"Bread"}', 'too_long')).toEqual({
      problem: expect.stringContaining('cut off') as string,
    });
  });

  it('keeps its report short, whatever the model has made up', () => {
    const made = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`made up ${i}`.repeat(20), i]));
    const reading = read(JSON.stringify({ title: 'Bread', ...made }));
    expect('problem' in reading && reading.problem.length).toBeLessThanOrEqual(1_000);
  });

  it('gives what a database can hold, or a report, and never throws', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.jsonValue().map((v) => JSON.stringify({ title: v })),
    );
    fc.assert(
      fc.property(text, (said) => {
        const reading = read(said);
        if ('problem' in reading) return reading.problem.length > 0;
        const stored = JSON.stringify(reading.value);
        return !/(?<!\\)(\\\\)*\\u(0000|d[89a-f])/.test(stored) && Title.safeParse(reading.value).success;
      }),
      { seed: 5 },
    );
    expect(read('{"title":"Bread","tags":{"a\\u0000":1}}')).toEqual({
      problem: 'it is not one JSON document',
    });
  });
});

describe('the schema that a model is told', () => {
  it('is of what goes in, and closed all the way down', () => {
    const schema = z.object({
      title: z.string().transform((title) => title.length),
      scenes: z.array(z.object({ text: z.string() })).min(1),
      mood: z.enum(['warm', 'calm']).default('warm'),
    });
    expect(answerSchema(schema)).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['title', 'scenes'],
      properties: {
        title: { type: 'string' },
        scenes: { minItems: 1, items: { additionalProperties: false } },
        mood: { enum: ['warm', 'calm'] },
      },
    });
  });
});
