import type { Mood } from '#libs/providers/ports';
import { MOODS } from '#libs/providers/ports';
import type { Genre, Topic } from '../phrases/bank.js';
import { hits, stems } from './stems.js';

/** Beginnings of words, folded, in English, French, Spanish and German. */
const STEMS: Record<Mood, string> = {
  upbeat:
    'upbeat energetic so-repar how-to astuce truco bike velo fahrrad dynamic fast launch sale discount fun$ exciting party cheerful lively pop$ joyful energique dynamique joyeux fete alegre energic dinamic fiesta oferta schwungvoll dynamisch frohlich rabatt eroffn lebendig',
  warm: 'warm journee promenade stroll paseo spaziergang tischler carpent menuisier wood$ cosy cozy family homemade handmade welcome friendly love$ hearty fresh bread cafe$ grandma gentle chaleur convivial maison$ accueil famille frais acogedor familia calido casero amor gemutlich familie herzlich warme liebe$ hausgemacht',
  calm: 'calm relax peace quiet meditation yoga spa$ sleep nature slow soothing serene detente paix douceur sommeil tranquil relaj paz$ sueno ruhig entspann ruhe schlaf stille sanft',
  dramatic:
    'dramatic epic thrill mystery dark storm battle legend cinematic suspense intense dramatique epique legende orage dramatic epico misterio tormenta leyenda dramatisch episch spannend legende sturm geheimnis',
  playful:
    'playful fox$ owl$ rabbit bear$ renard zorro fuchs story$ once-upon kids child cute toy puppy kitten joke quirky cartoon silly ludique drole enfant rigolo mignon divertid nino gracioso juguete verspielt lustig kinder witzig suss',
  serious:
    'serious safety emergency alarm evacuat notice professional formal legal report government health crisis law$ security warning council study serieux professionnel securite loi$ gouvernement etude serio profesional seguridad gobierno ley$ estudio serios professionell sicherheit regierung gesetz studie',
  inspiring:
    'inspir dream future hope success achieve change courage career motivat together believe vision inspirant reve$ avenir espoir reussi ensemble suen futuro esperanza exito juntos traum zukunft hoffnung erfolg gemeinsam mut$ inspirier',
};

const PATTERNS = MOODS.map((mood) => [mood, stems(STEMS[mood])] as const);

const BY_GENRE: Record<Genre, Mood> = {
  offer: 'upbeat',
  event: 'upbeat',
  job: 'inspiring',
  recipe: 'warm',
  news: 'serious',
  general: 'inspiring',
};
const BY_TOPIC: Partial<Record<Topic, Mood>> = {
  food: 'warm',
  coffee: 'warm',
  health: 'calm',
  nature: 'calm',
  family: 'playful',
  animals: 'playful',
  learning: 'inspiring',
  money: 'serious',
};

/** What somebody asked for outright counts more than what the words suggest. */
const ASKED = 4;

/** The film's mood: from what the brief asks of its look, then from its words, then from what it is about. */
export function moodOf(text: string, look: readonly string[], genre: Genre, topics: readonly Topic[]): Mood {
  const score = new Map<Mood, number>();
  const add = (mood: Mood, points: number): void => void score.set(mood, (score.get(mood) ?? 0) + points);
  for (const [mood, pattern] of PATTERNS) {
    add(mood, hits(text, pattern));
    add(mood, ASKED * hits(look.join(' '), pattern));
  }
  add(BY_GENRE[genre], 1);
  const byTopic = topics[0] === undefined ? undefined : BY_TOPIC[topics[0]];
  if (byTopic !== undefined) add(byTopic, 1.5);
  return [...score].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}
