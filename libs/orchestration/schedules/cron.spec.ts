import { firstTick, ticksAfter } from './cron.js';

const ticks = (cron: string, after: string, count: number, timezone = 'Europe/Lisbon') =>
  ticksAfter({ cron, timezone }, new Date(after), count).map((tick) => tick.toISOString());

describe('the ticks of a schedule', () => {
  it('follow the clocks of the time zone into summer, and come after the gap where they skip the time', () => {
    // On 28 March 2027 the clocks of Lisbon go from 01:00 to 02:00.
    expect(ticks('30 1 * * *', '2027-03-27T00:00:00Z', 3)).toEqual([
      '2027-03-27T01:30:00.000Z',
      '2027-03-28T01:00:00.000Z',
      '2027-03-29T00:30:00.000Z',
    ]);
  });

  it('come once in autumn where the clocks show the time twice', () => {
    // On 25 October 2026 the clocks of Lisbon go from 02:00 back to 01:00.
    expect(ticks('30 1 * * *', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it.each(['2026-10-24T23:00:00Z', '2027-03-27T23:00:00Z'])(
    'keep their distance over the change where they have one, as every quarter of an hour (%s)',
    (start) => {
      const found = ticks('*/15 * * * *', start, 24).map((tick) => Date.parse(tick));
      const quarters = Array.from({ length: 24 }, (_, index) => Date.parse(start) + (index + 1) * 900_000);
      expect(found).toEqual(quarters);
    },
  );

  it('may come every second', () => {
    expect(ticks('* * * * * *', '2026-11-21T09:30:00.500Z', 2, 'UTC')).toEqual([
      '2026-11-21T09:30:01.000Z',
      '2026-11-21T09:30:02.000Z',
    ]);
  });
});

describe('a schedule that somebody writes', () => {
  const write = (cron: string, timezone = 'UTC') =>
    firstTick({ cron, timezone }, new Date('2026-11-21T00:00:00Z'));

  it.each(['often', '* * * *', '61 * * * *', '* * * * * * *', '2027-01-01T00:00:00', '@daily'])(
    'is refused with an example where its cron is %s',
    (cron) => expect(() => write(cron)).toThrow(/^cron: must be five fields .*for example "0 7 \* \* 1-5"/),
  );

  it('is refused where it would never come round', () => {
    expect(() => write('0 0 30 2 *')).toThrow('cron: names a moment that never comes');
  });

  it.each(['Mars/Olympus', '+01:00', ''])('is refused where its time zone is %j', (timezone) => {
    expect(() => write('0 7 * * *', timezone)).toThrow(/^timezone: must be an IANA time zone, for example/);
  });
});
