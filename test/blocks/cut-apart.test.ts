import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextButtons } from '../../blocks/answer.ts';
import { clarifyCard } from '../../blocks/replies.ts';
import { cut, cutApart } from '../../blocks/text.ts';

const labels = (card: { blocks?: unknown }): string[] =>
  (card.blocks as { elements?: { text: { text: string } }[] }[]).flatMap(({ elements }) =>
    (elements ?? []).map(({ text }) => text.text),
  );
const asked = { requestId: '1', runId: '7F3K', understood: '', question: 'Which Nordic?' };
const twins = [
  'Nordic Shipping and Logistics Holding International North GmbH',
  'Nordic Shipping and Logistics Holding International South GmbH',
];

test('candidates that begin alike are cut in the middle, so that what tells them apart is on their buttons', () => {
  const card = clarifyCard({
    ...asked,
    options: [
      ...twins.map((label, n) => ({ choice: `${n}`, label, fact: '1,240 open deals' })),
      { choice: '2', label: 'Both', fact: null },
    ],
  });
  expect(labels(card)).toEqual([
    'Nordic Sh…rnational North GmbH, 1,240 open deals',
    'Nordic Sh…rnational South GmbH, 1,240 open deals',
    'Both',
  ]);
  expect(labels(card).every((label) => label.length <= 75)).toBe(true);
});

test('names of one spelling keep the fact that tells them apart, and short names stay whole', () => {
  const [name = ''] = twins;
  const card = clarifyCard({
    ...asked,
    options: ['A-1041', 'A-2087'].map((id) => ({ choice: id, label: name, fact: `12 open deals, ${id}` })),
  });
  expect(labels(card).map((label) => label.slice(-22))).toEqual(
    [', 12 open deals, A-1041', ', 12 open deals, A-2087'].map((end) => end.slice(-22)),
  );
  expect(cutApart(['Acme Corp', 'Acme Logistics'], 30)).toEqual(['Acme Corp', 'Acme Logistics']);
});

test('a difference in the middle of long names is seen, whatever stands behind it', () => {
  const name = (word: string) =>
    `Consolidated Instruments of the ${word} Region and all its many Subsidiaries`;
  const cut = cutApart([name('Northern'), name('Southern')], 30);
  expect(cut[0]).toContain('North');
  expect(cut[1]).toContain('South');
  expect(cut.every((one) => one.length <= 30)).toBe(true);
});

test('requests to go on with that begin alike are told apart on their buttons, and said whole to a screen reader', () => {
  const all = [
    'open deals of the Enterprise team closing in March',
    'open deals of the Enterprise team closing in April',
  ];
  const buttons = nextButtons(
    '1',
    all.map((label, n) => ({ label, choice: String(n) })),
  );
  const shown = buttons.map(({ text }) => text.text);
  expect(shown[0]).toMatch(/March$/);
  expect(shown[1]).toMatch(/April$/);
  expect(shown.every((one) => one.length <= 30)).toBe(true);
  expect(buttons.map((one) => one.accessibility_label)).toEqual(all);
});

const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

test('a text that is cut keeps as many whole letters as there is room for beside the …', () => {
  const signs = fc.constantFrom(
    ...['a', ' ', '日', 'é', 'e\u0301', '👨‍👩‍👧', '🏳️‍🌈', '🇩🇪', '\uD800', 'क्षि', '\r\n', '\u200D'],
  );
  const text = fc.array(signs, { maxLength: 60 }).map((all) => all.join(''));
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 60 }), (text, most) => {
      let kept = '';
      for (const { segment } of letters.segment(text)) {
        if (kept.length + segment.length > most - 1) break;
        kept += segment;
      }
      expect(cut(text, most)).toBe(text.length <= most ? text : `${kept.trimEnd()}…`);
    }),
    { numRuns: 1_000 },
  );
});
