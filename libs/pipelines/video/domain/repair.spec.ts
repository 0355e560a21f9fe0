import type { SemanticReport, TechnicalReport } from './quality.js';
import { scenesToRepair } from './repair.js';
import { SEMANTIC_WEIGHTS, technicalReport, type CriterionName, type TechnicalCheck } from './scoring.js';

const failure = (check: string, scene: string | undefined) => ({
  check,
  passed: false,
  measured: 'bad',
  threshold: 'good',
  ...(scene === undefined ? {} : { scene }),
});

/** A technical report with these checks failed, each in a scene. For tests. */
const technicalOf = (...failures: [TechnicalCheck, string | undefined][]): TechnicalReport =>
  technicalReport(failures.map(([check, scene]) => ({ ...failure(check, scene), check })));

/** A semantic report with these criteria failed, each in a scene. For tests. */
const semanticOf = (...failures: [CriterionName, string | undefined][]): SemanticReport => ({
  score: failures.length === 0 ? 1 : 0.5,
  criteria: (Object.keys(SEMANTIC_WEIGHTS) as CriterionName[]).map((name) => ({
    name,
    weight: SEMANTIC_WEIGHTS[name],
    score: 0.5,
    evidence: failures.filter(([criterion]) => criterion === name).map(([, scene]) => failure(name, scene)),
  })),
  notJudged: [],
});

const SCENES = ['s1', 's2', 's3'];

describe('the scenes that are made again', () => {
  it('are those in which a gate saw a black or frozen picture', () => {
    const technical = technicalOf(['black', 's2'], ['frozen', 's3'], ['frozen', 's3']);
    expect(scenesToRepair({ technical, semantic: semanticOf() }, SCENES)).toEqual([1, 2]);
  });

  it('are those whose look is astray', () => {
    const semantic = semanticOf(['style_coherence', 's1'], ['visual_quality', 's3']);
    expect(scenesToRepair({ technical: technicalOf(), semantic }, SCENES)).toEqual([0, 2]);
  });

  it('are none where something else is broken that new pictures would not heal', () => {
    const semantic = semanticOf(['visual_quality', 's1']);
    expect(
      scenesToRepair({ technical: technicalOf(['black', 's2'], ['silent', 's2']), semantic }, SCENES),
    ).toEqual([]);
    expect(scenesToRepair({ technical: technicalOf(['black', undefined]), semantic }, SCENES)).toEqual([]);
  });

  it('are none for what is said and when: that is written elsewhere', () => {
    const semantic = semanticOf(['narrative_adherence', 's1'], ['emotional_sync', undefined]);
    expect(scenesToRepair({ technical: technicalOf(), semantic }, SCENES)).toEqual([]);
  });
});
