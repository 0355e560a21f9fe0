import { breakerHistory, type OrderCall } from './call-log.js';

describe('the history of a breaker', () => {
  const call = (begunAt: number, endedAt: number, failed: boolean | null): OrderCall => ({
    provider: 'p',
    status: null,
    begunAt,
    endedAt,
    failed,
  });
  const failing = (...times: number[]) => times.map((at) => call(at, at + 1, true));
  const of = (...calls: OrderCall[]) => breakerHistory(calls, { failures: 3, pauseMs: 100 });

  it('opens after so many failures in a row, counting what was sent until then', () => {
    expect(of(...failing(0, 10), call(20, 21, false), ...failing(30, 40))).toMatchObject({
      callsUntilOpen: [],
      closed: true,
    });
    expect(of(...failing(0, 10), call(15, 16, null), ...failing(20))).toMatchObject({
      callsUntilOpen: [4],
      closed: false,
    });
  });

  it('sees a call that was made while it was open, and none in what was on its way before', () => {
    expect(of(...failing(0, 10, 20), call(20, 40, true)).whileOpen).toEqual([]);
    const late = call(60, 61, true);
    expect(of(...failing(0, 10, 20), late).whileOpen).toEqual([late]);
  });

  it('takes the first call after the pause for the one that finds out, and sees a second one beside it', () => {
    const open = failing(0, 10, 20);
    const [inVain, well] = [call(130, 140, true), call(250, 300, false)];
    const beside = call(260, 310, false);
    expect(of(...open, inVain, call(160, 161, true)).whileOpen).toHaveLength(1);
    expect(of(...open, inVain, well, call(301, 302, false))).toMatchObject({
      probes: [inVain, well],
      besideProbe: [],
      closed: true,
    });
    expect(of(...open, inVain, well, beside).besideProbe).toEqual([beside]);
    const faster = call(255, 270, false);
    expect(of(...open, inVain, well, faster).besideProbe).toEqual([faster]);
  });
});
