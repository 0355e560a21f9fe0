import type { SanitizedBrief, SceneScript, SceneVisual } from '../../domain/index.js';
import { assignSentences, tellingWords, type Assigned } from './assign.js';
import { comparisonIn } from './comparison.js';
import { enumeration, leadOf, listTopic, sentencesOf } from './copy-lines.js';
import { timelinesOf } from './moments.js';
import { priceIn } from './price.js';
import { stepsOf, type Steps } from './steps.js';
import { fold } from './words.js';

type Graphics = SceneVisual['graphics'];
/** The texts of a scene's picture, and how they are laid out. */
export type Copy = Pick<Graphics, 'layout' | 'headline' | 'kicker' | 'items' | 'figure'>;

const AT_A_GLANCE: Record<string, string> = {
  en: 'At a glance',
  fr: 'En un coup d’œil',
  es: 'De un vistazo',
  de: 'Auf einen Blick',
};

const LONGEST_HEADING = 40;

/** The parts of a narration that can stand as a heading: "Costs £240 million". */
const clausesOf = (narration: string): string[] =>
  sentencesOf(narration)
    .flatMap((sentence) => sentence.split(/,\s+|\s+(?:and|et|y|und)\s+/u))
    .map((clause) => clause.replace(/[\s.,;:!?]+$/u, ''))
    .filter((clause) => clause.split(' ').length >= 3 && clause.length <= LONGEST_HEADING)
    .map((clause) => clause.charAt(0).toUpperCase() + clause.slice(1));

/** What the brief as a whole calls for: numbered steps, a timeline, a comparison, a product with its price. */
export class Displays {
  private readonly headlines: readonly string[];
  private readonly sentences: Assigned[];
  private readonly steps: Steps | undefined;
  private readonly timelines: ReadonlyMap<number, string[]>;

  constructor(
    private readonly brief: SanitizedBrief,
    scenes: readonly SceneScript[],
    private readonly title: string,
  ) {
    this.headlines = scenes.map(({ headline }) => headline);
    this.sentences = assignSentences(brief, scenes);
    this.timelines = timelinesOf(this.sentences);
    this.steps = stepsOf(this.sentences, brief.language);
  }

  /** The scene's texts as one of these shows them; the copy as it is where none of them fits. */
  apply(scene: SceneScript, position: number, copy: Copy): Copy {
    if (copy.layout === 'quote') return copy;
    const none = { kicker: '', items: [], figure: '' };
    const moments = this.timelines.get(position);
    if (moments !== undefined)
      return { ...none, layout: 'timeline', items: moments, headline: this.above(scene, position, moments) };
    const steps = this.steps?.byScene.get(position);
    if (steps !== undefined)
      return { ...none, layout: 'list', items: steps, headline: this.steps?.heading ?? '' };
    const compared = comparisonIn(scene.narration, scene.headline, this.brief);
    if (compared !== undefined) return { ...none, layout: 'list', ...compared };
    return copy.layout === 'closing' ? copy : this.product(this.listed(scene, position, copy));
  }

  /** A headline that the entries under it do not repeat: what else the scene says, before what the whole film is about. */
  private above({ headline, narration }: SceneScript, position: number, entries: readonly string[]): string {
    const heading = this.steps?.heading;
    if (heading !== undefined) return heading;
    const shown = new Set(tellingWords(entries.join(' ')));
    const isNew = (text: string): boolean => tellingWords(text).some((word) => !shown.has(word));
    if (isNew(headline)) return headline;
    const besides = clausesOf(narration).find(
      (clause) => !tellingWords(clause).some((word) => shown.has(word)) && tellingWords(clause).length > 0,
    );
    return besides ?? this.overall(position);
  }

  /** The film's title, unless an earlier scene has shown it: then what every scene of this kind may be headed with. */
  private overall(position: number): string {
    const title = fold(this.title);
    const isShown = this.headlines.slice(0, position).some((headline) => fold(headline) === title);
    return isShown ? (AT_A_GLANCE[this.brief.language] ?? this.title) : this.title;
  }

  /** Three things that one sentence names are a list, also where one of them is a figure. */
  private listed({ narration, headline }: SceneScript, position: number, copy: Copy): Copy {
    if (copy.layout !== 'number') return copy;
    const items = sentencesOf(narration)
      .map(enumeration)
      .find((entries) => entries.length >= 3);
    if (items === undefined || sentencesOf(narration).length > 1) return copy;
    const own =
      items.some((item) => item.toLowerCase().includes(headline.toLowerCase())) || /\d/.test(headline);
    return {
      ...copy,
      layout: 'list',
      items,
      figure: '',
      headline: own ? listTopic(narration) || leadOf(narration, items) || this.overall(position) : headline,
    };
  }

  /** A price leaves the list for a badge of its own; one that nobody has time to say hangs there too. */
  private product(copy: Copy): Copy {
    if (copy.layout !== 'list' || copy.items.length < 2) return copy;
    const [within] = copy.items.map(priceIn).filter((price) => price !== '');
    const [unsaid] = this.sentences.flatMap(({ text, said }) => (said ? [] : priceIn(text)));
    const figure = within ?? unsaid ?? '';
    const items = copy.items.filter((item) => priceIn(item) === '');
    return figure === '' || items.length < 2 ? copy : { ...copy, items, figure };
  }
}
