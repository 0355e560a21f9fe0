import { milestoneBefore, STATE_GRAPH, validateStateGraph, type StateGraph } from './state-machine.js';

const changed = (change: Partial<StateGraph>): StateGraph => ({ ...STATE_GRAPH, ...change });

describe('the state machine', () => {
  it('is sound', () => {
    expect(() => validateStateGraph(STATE_GRAPH)).not.toThrow();
    expect(milestoneBefore('QA_TECH')).toBe('AGENTS_EXECUTED');
  });

  it.each<[string, Partial<StateGraph>, RegExp]>([
    [
      'an unreachable state',
      { QA_TECH: ['FINAL_APPROVAL'], ERROR: ['INIT'] },
      /QA_SEMANTIC can't be reached/,
    ],
    ['a dead end', { ERROR: [] }, /ERROR is a dead end/],
    [
      'a loop that never delivers',
      { FINAL_APPROVAL: ['ERROR'] },
      /DELIVERED can't be reached|never leads to DELIVERED/,
    ],
    ['a way on from delivery', { DELIVERED: ['INIT'] }, /DELIVERED is the end/],
  ])('refuses %s', (_, change, message) => {
    expect(() => validateStateGraph(changed(change))).toThrow(message);
  });
});
