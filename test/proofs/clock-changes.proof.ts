/** P15: all zones that Node knows, each change of their clocks from 2024 to 2032, each minute of three hours around it. */
import { expect, test } from 'vitest';
import { digestDay, quietUntil } from '../../src/policy/quiet-hours.ts';
import { changesIn, wrongDigests, wrongQuiet } from '../policy/clock-changes.ts';
import { chances, sized } from './chances.ts';

const all = Intl.supportedValuesOf('timeZone');
const years: [number, number] = [2024, 2033];
const around = { hours: 3, step: 1 };

/** So many of all zones as are to be shown. */
function some(): string[] {
  const chance = chances();
  const left = [...all];
  return Array.from(
    { length: sized(all.length) },
    () => left.splice(chance.below(left.length), 1)[0] ?? 'UTC',
  );
}

test(`in ${sized(all.length)} zones nobody is interrupted in quiet hours, and each working day has one digest, at each change of clocks`, () => {
  const wrong = some().flatMap((zone) => {
    const changes = changesIn(zone, years);
    return [...wrongQuiet(zone, changes, around), ...wrongDigests(zone, changes)].map(
      (one) => `${zone}: ${one}`,
    );
  });
  expect(wrong).toEqual([]);
});

test('the same trial notices a house that has one clock for everybody', () => {
  const zones = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Chatham'];
  const digests = zones.flatMap((zone) => {
    const changes = changesIn(zone, years);
    const until: typeof quietUntil = (now, rest) => quietUntil(now, { ...rest, zone: 'UTC' });
    const digest: typeof digestDay = (now, at, rest) => digestDay(now, at, { ...rest, zone: 'UTC' });
    expect(wrongQuiet(zone, changes, { ...around, hours: 14, step: 30, until }).length).toBeGreaterThan(0);
    return wrongDigests(zone, changes, digest);
  });
  expect(digests.length).toBeGreaterThan(0);
});
