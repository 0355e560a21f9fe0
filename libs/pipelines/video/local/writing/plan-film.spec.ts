import fc from 'fast-check';
import { cleanText, CreativePlanSchema, saysSomething, type SanitizedBrief } from '../../domain/index.js';
import { detectLanguage } from './language.js';
import { planFilm } from './plan-film.js';

const sanitized = (raw: string): SanitizedBrief => {
  const { text, notes } = cleanText(raw);
  return { text, language: detectLanguage(text), notes };
};
const plan = (raw: string, durationSec: number, seed = 1) =>
  planFilm(sanitized(raw), { durationSec, preset: 'quick_social', seed, maxScenes: 30 });
const narration = (film: ReturnType<typeof plan>) =>
  film.script.scenes.map((scene) => scene.narration).join(' ');

const BRIEFS = {
  en: 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!',
  fr: 'Une petite boulangerie à Lyon ouvre à 7 heures avec du pain frais. Passez nous voir samedi !',
  es: 'Una panadería acogedora en Sevilla abre a las 7 con pan recién hecho. ¡Ven este sábado!',
  de: 'Eine gemütliche Bäckerei in Leipzig öffnet um 7 Uhr mit frischem Brot. Komm am Samstag vorbei!',
};
const PLACES = { en: 'Lisbon', fr: 'Lyon', es: 'Sevilla', de: 'Leipzig' };

describe('planFilm', () => {
  it.each(Object.entries(BRIEFS))('keeps the language and the place of a brief in %s', (language, brief) => {
    const film = plan(brief, 15);
    expect(film.script.language).toBe(language);
    expect(narration(film)).toContain(PLACES[language as keyof typeof PLACES]);
  });

  it.each([15, 30, 60])('speaks about 2.3 words a second for %i s', (durationSec) => {
    for (const brief of Object.values(BRIEFS)) {
      const count = narration(plan(brief, durationSec)).split(/\s+/).length;
      expect(count).toBeGreaterThan(durationSec * 1.3);
      expect(count).toBeLessThan(durationSec * 2.6);
    }
  });

  it('opens with a hook and ends with a close, one shot a scene, their shares adding up to the whole', () => {
    const { script, shots } = plan(BRIEFS.en, 30);
    expect(script.scenes[0]?.role).toBe('hook');
    expect(script.scenes.at(-1)?.role).toBe('close');
    expect(shots.map((shot) => shot.sceneId)).toEqual(script.scenes.map((scene) => scene.id));
    expect(shots.reduce((sum, shot) => sum + shot.share, 0)).toBeCloseTo(1, 6);
  });

  it('writes the same for the same seed, and something else for another', () => {
    expect(plan(BRIEFS.en, 15, 4)).toEqual(plan(BRIEFS.en, 15, 4));
    const variants = new Set([1, 2, 3, 4, 5, 6].map((seed) => narration(plan(BRIEFS.en, 30, seed))));
    expect(variants.size).toBeGreaterThan(1);
  });

  it('does not read an instruction or markup aloud', () => {
    const film = narration(
      plan('Make a 15 second video about <b>our new trail shoe Kestrel</b>, only 240 grams.', 15),
    );
    expect(film).not.toMatch(/second video|<|>|make a/i);
    expect(film).toContain('Kestrel');
  });

  it.each([
    [
      'Die Tischlerei Brandt in Bremen sucht eine Auszubildende oder einen Auszubildenden ab 1. August. Wir bieten 30 Tage Urlaub, 1.050 Euro im ersten Jahr und ein freundliches Team. Bewirb dich bis 15. Mai unter brandt-holz.de.',
      'Die Tischlerei Brandt in Bremen sucht dich.',
    ],
    [
      'Die Tischlerei Brandt in Bremen sucht eine Auszubildende oder einen Auszubildenden ab 1. August. Wir bieten 30 Tage Urlaub, 1.050 Euro im ersten Jahr und ein freundliches Team. Bewerben Sie sich bis 15. Mai unter brandt-holz.de.',
      'Die Tischlerei Brandt in Bremen sucht Sie.',
    ],
    [
      'The Brandt workshop in Bremen is looking for a new apprentice or an experienced trainee from 1 August. We offer 30 days of holiday, 1,050 euros in the first year and a friendly team. Apply by 15 May at brandt.example.',
      'The Brandt workshop in Bremen is looking for you.',
    ],
    [
      'La menuiserie Brandt à Lyon recherche une apprentie ou un apprenti motivé à partir du 1er août. Nous offrons 30 jours de congés, un bon salaire et une équipe sympathique. Postulez avant le 15 mai sur brandt.fr.',
      'La menuiserie Brandt à Lyon vous recherche.',
    ],
  ])('opens a job advert that is too long with whom it looks for: %s', (brief, opening) => {
    const told = [10, 11, 12, 13, 14].map((durationSec) => narration(plan(brief, durationSec)));
    expect(told.some((text) => text.startsWith(opening))).toBe(true);
  });

  it('makes a plan of any legal text', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 10, maxLength: 300 })
      .filter((raw) => saysSomething(cleanText(raw).text));
    fc.assert(
      fc.property(text, fc.constantFrom(5, 15, 60), (raw, durationSec) => {
        expect(CreativePlanSchema.safeParse(plan(raw, durationSec)).error).toBeUndefined();
      }),
      { numRuns: 60, seed: 20_261_121 },
    );
  });
});
