import { captionWords, joinWords } from '../../domain/captions-file.js';
import type { Evidence } from '../../domain/quality.js';
import { ramp, round, weightedMean, type Judgement } from '../../domain/scoring.js';
import type { SanitizedBrief, SceneScript, Script } from '../../domain/script.js';
import type { Timeline } from '../../domain/timeline.js';
import type { VisualPlan } from '../../domain/visuals.js';
import { namesOf, numbersOf, numbersTold, stem, subjectsOf, wordsOf } from './words.js';

export interface Story {
  brief: SanitizedBrief;
  script: Script;
  visuals: VisualPlan;
  timeline: Timeline;
}

/** A script need not use more of the brief's words than half as many as it has itself: a short film can't say it all. */
const OWN_WORDS = 0.5;
const SUBJECTS = { full: 0.7, pass: 0.4 };
/** Numbers and names: a film of so many scenes can state so many facts. */
const FACTS_PER_SCENE = 1;
const FACTS = { full: 0.8, pass: 0.5 };
const KEYWORDS = { full: 0.4, pass: 0.15 };

/** What the film is about weighs more than how faithfully it was carried out. */
const ABOUT = 0.7;

/** Does the film tell what the brief asks for, in the words of its script? */
export function judgeNarrative(story: Story): Judgement {
  const subjects = toldSubjects(story);
  const facts = toldFacts(story);
  const captions = sameWords(story);
  const pictures = picturesFit(story);
  const coverage = allScenesThere(story);
  const about = weightedMean([[subjects.score, 0.6], ...(facts ? ([[facts.score, 0.4]] as const) : [])]);
  const carriedOut = weightedMean([
    [captions.score, 0.5],
    [coverage.score, 0.25],
    ...(pictures ? ([[pictures.score, 0.25]] as const) : []),
  ]);
  return {
    score: ABOUT * about + (1 - ABOUT) * carriedOut,
    evidence: [subjects, facts, captions, pictures, coverage].flatMap((part) => part?.evidence ?? []),
  };
}

function toldSubjects({ brief, script, visuals }: Story): Judgement {
  const asked = subjectsOf(brief.text, brief.language);
  const told = subjectsOf(toldText(script, visuals), script.language);
  const shared = [...asked].filter((subject) => told.has(subject));
  const possible = Math.max(1, Math.min(asked.size, Math.ceil(told.size * OWN_WORDS)));
  const share = Math.min(1, shared.length / possible);
  return {
    score: ramp(share, 0, SUBJECTS.full),
    evidence: [
      {
        check: 'brief_terms',
        passed: share >= SUBJECTS.pass,
        measured: round(share),
        threshold: `at least ${SUBJECTS.pass} of the brief's terms that the film has room for`,
      },
    ],
  };
}

/** Null where the brief has no number and no name. */
function toldFacts({ brief, script, visuals }: Story): Judgement | null {
  const text = toldText(script, visuals);
  const numbers = numbersTold(text, script.language);
  const words = new Set(wordsOf(text, script.language).map(stem));
  const facts = [
    ...[...numbersOf(brief.text)].map((fact) => ({ fact, told: numbers.has(fact) })),
    ...[...namesOf(brief.text, brief.language)].map((fact) => ({
      fact,
      told: wordsOf(fact, brief.language).every((part) => words.has(stem(part))),
    })),
  ];
  if (facts.length === 0) return null;
  const possible = Math.min(facts.length, Math.max(2, script.scenes.length * FACTS_PER_SCENE));
  const share = Math.min(1, facts.filter(({ told }) => told).length / possible);
  const missing = facts.filter(({ told }) => !told).map(({ fact }) => fact);
  return {
    score: ramp(share, 0, FACTS.full),
    evidence: [
      {
        check: 'brief_facts',
        passed: share >= FACTS.pass,
        measured: `${round(share)}${missing.length > 0 ? `, not told: ${missing.slice(0, 8).join(', ')}` : ''}`,
        threshold: `at least ${FACTS.pass} of the brief's numbers and names that the film has room for`,
      },
    ],
  };
}

/** Everything that the film says or writes. */
const toldText = (script: Script, visuals: VisualPlan): string =>
  [
    ...script.scenes.flatMap(({ narration, headline }) => [narration, headline]),
    ...visuals.scenes.flatMap(({ graphics: g }) => [g.headline, g.kicker, g.figure, ...g.items]),
  ].join('. ');

function sameWords({ script, timeline }: Story): Judgement {
  const lines = script.scenes.map(({ id, narration }) => {
    const timing = timeline.scenes.find(({ sceneId }) => sceneId === id);
    const shown = (timing?.captions ?? []).flatMap(captionWords);
    const same = unspaced(joinWords(shown)) === unspaced(narration);
    const firstOther = narration.split(/\s+/u).find((word, index) => word !== shown[index]);
    const evidence: Evidence = {
      check: 'captions',
      passed: same,
      measured: same ? 'word for word' : `differs from "${firstOther ?? shown.at(-1) ?? ''}" on`,
      threshold: 'captions are the narration, word for word',
      scene: id,
      ...(timing && { atSec: round(timing.startSec) }),
    };
    return evidence;
  });
  return { score: passedShare(lines), evidence: lines };
}

/** Null where keywords (English) and narration are in different languages: then nothing can be compared. */
function picturesFit({ script, timeline }: Story): Judgement | null {
  if (script.language !== 'en') return null;
  const scenes = script.scenes.map((scene) => {
    const share = keywordShare(scene);
    const startSec = timeline.scenes.find(({ sceneId }) => sceneId === scene.id)?.startSec;
    const evidence: Evidence = {
      check: 'picture_keywords',
      passed: share >= KEYWORDS.pass,
      measured: round(share),
      threshold: `at least ${KEYWORDS.pass} of the picture's keywords in the scene's words`,
      scene: scene.id,
      ...(startSec !== undefined && { atSec: round(startSec) }),
    };
    return { score: ramp(share, 0, KEYWORDS.full), evidence };
  });
  return {
    score: weightedMean(scenes.map(({ score }) => [score, 1])),
    evidence: scenes.map(({ evidence }) => evidence),
  };
}

function keywordShare({ keywords, narration, headline }: SceneScript): number {
  const spoken = new Set(wordsOf(`${narration} ${headline}`, 'en').map(stem));
  const hits = keywords.filter((keyword) => wordsOf(keyword, 'en').some((word) => spoken.has(stem(word))));
  return hits.length / keywords.length;
}

function allScenesThere({ script, visuals, timeline }: Story): Judgement {
  const lines = script.scenes.map(({ id }): Evidence => {
    const timing = timeline.scenes.find(({ sceneId }) => sceneId === id);
    const drawn = visuals.scenes.some(({ sceneId }) => sceneId === id);
    const passed = timing !== undefined && drawn;
    return {
      check: 'scene_told',
      passed,
      measured: passed ? 'planned and in the film' : timing ? 'has no visual plan' : 'is not in the film',
      threshold: 'every scene of the script is in the film',
      scene: id,
      ...(timing && { atSec: round(timing.startSec) }),
    };
  });
  return { score: passedShare(lines), evidence: lines };
}

const passedShare = (lines: readonly Evidence[]): number =>
  lines.filter(({ passed }) => passed).length / Math.max(1, lines.length);

const unspaced = (text: string): string => text.normalize('NFC').replace(/\s+/gu, '');
