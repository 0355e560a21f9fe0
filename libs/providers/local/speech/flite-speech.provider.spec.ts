import { integratedLoudness, peakOf } from '#libs/media/audio';
import { FliteSpeechProvider } from './flite-speech.provider.js';

const TEXT = 'A cosy bakery opens at 7 am, with 40 % off! Write to info@bakery.com today — bye.';

describe('FliteSpeechProvider', () => {
  const provider = new FliteSpeechProvider();
  const speak = (text: string, rate = 1, signal = new AbortController().signal) =>
    provider.speak({ text, language: 'en', rate, seed: 1, signal });

  it('speaks, and times every word of the text', async () => {
    const { audio, words, usage } = await speak(TEXT);
    const [voice] = audio.channels as [Float32Array];
    const lengthSec = voice.length / audio.sampleRate;
    expect(audio.sampleRate).toBe(48_000);
    expect(lengthSec).toBeGreaterThan(4);
    expect(lengthSec).toBeLessThan(10);
    expect(peakOf([voice])).toBeLessThan(0.75);
    expect(integratedLoudness([voice])).toBeGreaterThan(-20);
    expect(integratedLoudness([voice])).toBeLessThan(-13);
    expect(usage).toEqual([{ provider: 'flite', model: 'slt', unit: 'characters', quantity: TEXT.length }]);

    expect(words.map((word) => word.text)).toEqual(TEXT.split(' '));
    let last = 0;
    for (const { text, startSec, endSec } of words) {
      expect(startSec).toBeGreaterThanOrEqual(last);
      expect(endSec - startSec).toBeGreaterThan(text === '—' ? -1 : 0.03);
      last = endSec;
    }
    expect(last).toBeLessThanOrEqual(lengthSec);
  });

  it('is silent where its times say that no word is spoken, and only there', async () => {
    const { audio, words } = await speak('Bread. Coffee. Cake and butter.');
    const [voice] = audio.channels as [Float32Array];
    const loudness = (fromSec: number, toSec: number) => {
      const part = voice.subarray(Math.round(fromSec * 48_000), Math.round(toSec * 48_000));
      return Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / part.length);
    };
    words.slice(0, 2).forEach((word, index) => {
      const gap = [word.endSec + 0.08, (words[index + 1]?.startSec ?? 0) - 0.04] as const;
      expect(gap[1] - gap[0]).toBeGreaterThan(0.1);
      expect(loudness(...gap)).toBeLessThan(0.004);
      expect(loudness(word.startSec, word.endSec)).toBeGreaterThan(0.03);
    });
  });

  it('gives the same samples for the same words, and shorter ones at a higher rate', async () => {
    const [first, second, fast] = await Promise.all([speak(TEXT), speak(TEXT), speak(TEXT, 1.35)]);
    expect(Buffer.from((second.audio.channels[0] as Float32Array).buffer)).toEqual(
      Buffer.from((first.audio.channels[0] as Float32Array).buffer),
    );
    const ratio =
      (first.audio.channels[0] as Float32Array).length / (fast.audio.channels[0] as Float32Array).length;
    expect(ratio).toBeGreaterThan(1.3);
    expect(ratio).toBeLessThan(1.4);
  });

  it('stops its thread when aborted', async () => {
    const aborter = new AbortController();
    const running = speak('This sentence takes a while to speak. '.repeat(300), 1, aborter.signal);
    setTimeout(() => aborter.abort(new Error('no more')), 150);
    const started = performance.now();
    await expect(running).rejects.toThrow('no more');
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('says nothing where there is nothing to say, and refuses what it can not speak', async () => {
    expect(await speak('— 🎉')).toMatchObject({
      words: [{ text: '—' }, { text: '🎉' }],
      audio: { channels: [{ length: 0 }] },
    });
    expect(provider.supports('en-GB')).toBe(true);
    expect(provider.supports('ja')).toBe(false);
    const signal = new AbortController().signal;
    await expect(
      provider.speak({ text: 'Olá', language: 'pt', rate: 1, seed: 1, signal }),
    ).rejects.toMatchObject({
      code: 'provider.unsupported_language',
    });
  });
});
