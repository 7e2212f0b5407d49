import { expect, test } from 'vitest';
import { latestSlot } from '../../src/sales/rhythm.ts';

const at = (now: string, zone = 'Europe/Berlin') =>
  latestSlot({ at: ['02:30', '07:00'] }, new Date(now), zone).toISOString();

test('the latest slot of a day is the last wall time that has come', () => {
  expect(at('2026-03-20T06:00:00Z')).toBe('2026-03-20T06:00:00.000Z'); // 07:00 in Berlin, to the second
  expect(at('2026-03-20T05:59:59Z')).toBe('2026-03-20T01:30:00.000Z');
  expect(at('2026-03-20T00:10:00Z')).toBe('2026-03-19T06:00:00.000Z'); // before the first: yesterday's last
});

test('seven in the morning stays seven when the clocks change', () => {
  expect(at('2026-03-29T06:00:00Z')).toBe('2026-03-29T05:00:00.000Z');
  expect(at('2026-10-25T07:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
});

test('minutes and hours begin on the clock of the zone', () => {
  expect(latestSlot('minute', new Date('2026-03-20T10:15:42Z'), 'UTC').toISOString()).toBe(
    '2026-03-20T10:15:00.000Z',
  );
  expect(latestSlot('hour', new Date('2026-03-20T10:15:42Z'), 'Asia/Kathmandu').toISOString()).toBe(
    '2026-03-20T10:15:00.000Z',
  );
});
