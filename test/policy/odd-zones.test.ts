/** Quiet hours and the digest in zones whose clocks change oddly. All zones there are, at each minute: `npm run proofs`. */
import { expect, test } from 'vitest';
import { changesIn, wrongDigests, wrongQuiet } from './clock-changes.ts';

const zones = [
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'America/Asuncion',
  'America/Nuuk',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Chisinau',
  'Asia/Gaza',
  'Asia/Beirut',
  'Asia/Jerusalem',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Auckland',
];

test.each(zones)(
  '%s: nobody is interrupted in quiet hours, and everybody outside of them, on every day around a change',
  (zone) => {
    // An odd step meets every minute of the hour sooner or later.
    expect(wrongQuiet(zone, changesIn(zone, [2026, 2028]), { hours: 14, step: 19 })).toEqual([]);
  },
);

test.each(zones)('%s: each working day around a change has one digest', (zone) => {
  expect(wrongDigests(zone, changesIn(zone, [2026, 2028]))).toEqual([]);
});
