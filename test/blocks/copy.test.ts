import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerCard } from '../../blocks/answer.ts';
import { exceptionCard } from '../../blocks/exception.ts';
import { limits } from '../../blocks/limits.ts';
import type { ExceptionState } from '../../blocks/proposal.ts';
import { data, link, md, mention, name, plain } from '../../blocks/text.ts';
import { confidence, rate } from '../../blocks/words.ts';
import { cost, count, dayMove, headlineMoney, instant, list, money } from '../../src/story/format.ts';
import { asked } from '../support/answers.ts';
import { aForm, anException, cards, deal, here, now, states } from './samples.ts';

type Shown = { type: string; text?: { text: string }; elements?: { text?: string | { text: string } }[] };
const said = (blocks: unknown[]): string[] =>
  (blocks as Shown[]).map((block) =>
    block.type === 'actions'
      ? (block.elements ?? [])
          .map((one) => (typeof one.text === 'object' ? `[${one.text.text}]` : '(⋯)'))
          .join(' ')
      : (block.text?.text ??
        (block.elements ?? []).map((one) => (typeof one.text === 'string' ? one.text : '')).join('')),
  );
const plainly = { ...here, clockSet: false };
const acme = (state: ExceptionState = { is: 'open' }) => ({
  ...anException('Acme Platform', state),
  deal: { id: 'D-1', name: 'Acme Platform', url: null, amount: 42_000, currency: 'USD', owner: 'Priya Nair' },
  finding: 'In Negotiation for 47 days (limit 30)',
  waitsFor: { name: 'Mara Lind', slackId: 'UMARA' },
  severity: 'attention' as const,
  needs: null,
});

test('an open card says what, why, before and after, and how sure it is', () => {
  const card = exceptionCard(acme(), plainly);
  expect(card.text).toBe(
    'Approval needed: move close date of Acme Platform from 3 Mar to 15 Apr 2026, $42,000, Priya Nair. In Negotiation for 47 days (limit 30). Approve, edit or reject.',
  );
  const [headline, why, change, , made, decide, foot] = said(card.blocks);
  expect(headline).toBe('*Move close date of Acme Platform: 3 Mar → 15 Apr 2026 and 1 more*');
  expect(why).toBe(
    'In Negotiation for 47 days (limit 30). $42,000, Priya Nair. <@UMARA>, this waits for you.',
  );
  expect(change).toBe(
    '*Close date*  3 Mar 2026 → *15 Apr 2026*\n*Next step*  empty → *Acme Platform*\nBasis: today + 26 days, the median of 23 won deals from this stage',
  );
  expect(made).toMatch(
    /^Pipeline agent v14, suggest mode · Confidence high, 0\.93 \(people accepted 38 of 41 like it\) · found <!date\^/,
  );
  expect(decide).toBe('[Approve] [Edit] [Reject] (⋯)');
  expect(foot).toBe('[Why] [Good] [Bad] [Needs Edit]');
});

test('a form says which fields are empty and why, and has no button that says yes to nothing', () => {
  const view = {
    ...acme(),
    wants: { ...aForm('Priya Nair'), fields: aForm('Priya Nair').fields.slice(0, 2) },
    finding: 'Amount and close date are missing (required in Negotiation)',
    evidence: [],
    waitsFor: { name: 'Priya Nair', slackId: 'UPRIYA' },
  };
  const card = exceptionCard(view, plainly);
  expect(card.text).toBe(
    'Acme Platform needs 2 fields: amount and close date. Amount and close date are missing (required in Negotiation). Fill in, or say that it is not applicable.',
  );
  const [headline, why, , decide, foot] = said(card.blocks);
  expect([headline, why, decide, foot]).toEqual([
    '*Acme Platform needs 2 fields.*',
    'Amount and close date are missing (required in Negotiation). $42,000. <@UPRIYA>, this waits for you.',
    '[Fill in] [Not applicable] [Ask me tomorrow]',
    '[Why] [Good] [Bad] [Needs Edit]',
  ]);
});

test.each(
  states('Ana Ruiz')
    .filter((state) => state.is !== 'open')
    .map((state) => [state.is, state] as const),
)('a card that is %s has nothing to decide any more, and its text names the deal', (_, state) => {
  const card = exceptionCard(acme(state), plainly);
  expect(JSON.stringify(card.blocks)).not.toMatch(/exception\.(approve|edit|reject)"/);
  expect(card.text).toMatch(/Acme Platform|Ana Ruiz moved it/);
  expect(card.blocks.length).toBeLessThanOrEqual(4);
});

test('an open card with every extra stays within nine blocks', () => {
  expect(exceptionCard(anException('Acme Platform'), here).blocks.length).toBeLessThanOrEqual(
    limits.cardBlocks,
  );
});

test('every button with a common label names what it is about', () => {
  for (const card of cards('Acme Platform', 2)) {
    for (const block of card.blocks as {
      type: string;
      elements?: { type: string; accessibility_label?: string }[];
    }[]) {
      if (block.type !== 'actions') continue;
      for (const element of block.elements ?? [])
        if (element.type === 'button') expect(element.accessibility_label).toBeTruthy();
    }
  }
});

test('a long list says how much of it is shown', () => {
  const view: Parameters<typeof answerCard>[0] = {
    requestId: '1',
    runId: '7F3K',
    understood: 'Open deals',
    changed: null,
    assumptions: [],
    confidence: 1,
    model: null,
    costUsd: 0,
    latencyMs: 400,
    asOf: now.toISOString(),
    sentence: '1,312 deals.',
    found: {
      kind: 'rows',
      rows: Array.from({ length: 400 }, (_, n) => deal(`Deal ${n}`, n + 1)),
      total: 1312,
      sums: [],
      leftOut: [],
    },
    about: [],
    sort: null,
    asked: asked(),
    next: [],
    audience: 'all',
    place: 'private',
  };
  const card = answerCard(view, plainly);
  expect(said(card.blocks).join('\n')).toMatch(
    /The first (200|1\d\d) of 1,312 are shown\. A table here holds no more: reply "numbers (201|1\d\d) to 1312" for the rest\./,
  );
  const onlyTotals = answerCard({ ...view, audience: 'totals', place: 'channel' }, plainly);
  expect(JSON.stringify(onlyTotals)).not.toContain('Deal 1');
});

describe('text', () => {
  test.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['A & B', 'A &amp; B'],
    ['*bold* and snake_case', '∗bold∗ and snake_case'],
    ['a\nb\t c', 'a b c'],
    ['Acme\u0000Corp', 'AcmeCorp'],
    ['\u202EevoM\u202C', 'evoM'],
  ])('%j is drawn as %j', (from, to) => {
    expect(data(from).markup).toBe(to);
  });

  test('only web addresses become links, and only known ids become mentions', () => {
    expect(link('https://crm.example/d/1?a=1&b=<', 'Acme|Corp').markup).toBe(
      '<https://crm.example/d/1?a=1&amp;b=%3C|Acme¦Corp>',
    );
    expect(link('javascript:alert(1)', 'Acme').markup).toBe('Acme');
    expect(mention({ slackId: '!channel', name: 'Mara' }).markup).toBe('Mara');
    expect(md`${'<@U1>'} ${mention({ slackId: 'U123', name: 'x' })}`.markup).toBe('&lt;@U1&gt; <@U123>');
  });

  test('a name that is read from the right does not turn around what follows it', () => {
    expect(md`${name('شركة النور')}: 3 Mar → 15 Apr`.markup).toBe('\u2068شركة النور\u2069: 3 Mar → 15 Apr');
    expect(name('Acme').markup).toBe('Acme');
  });

  test('a name is cut at a letter, not in the middle of one', () => {
    expect(plain('👨‍👩‍👧'.repeat(20), 20)).toBe('👨‍👩‍👧👨‍👩‍👧…');
    expect(plain('x'.repeat(100), 60)).toHaveLength(60);
  });
});

test('what is clean already is left as it is, whatever stands where in it', () => {
  const letters = fc.constantFrom(...'aZ09 é,–→€·');
  fc.assert(
    fc.property(fc.string({ unit: letters }), (text) => {
      const tidy = text.replaceAll(/ +/g, ' ').trim();
      expect(plain(text, 600)).toBe(tidy);
      expect(data(text).markup).toBe(tidy);
    }),
  );
  for (const sign of ['\u00AD', '\u007F', '\u00A0', '\u200B'])
    expect(plain(`a${sign}b`, 600)).toBe(sign === '\u00A0' ? 'a b' : 'ab');
});

describe('numbers', () => {
  test('of any size are grouped as Intl groups them', () => {
    const grouped = new Intl.NumberFormat('en-US');
    fc.assert(
      fc.property(fc.maxSafeNat(), (n) => {
        expect(money(n, 'USD', 'USD')).toBe(`$${grouped.format(n)}`);
      }),
    );
    for (const n of [0, 999, 1_000, 1_001_000, Number.MAX_SAFE_INTEGER, 2 ** 70])
      expect(money(n, 'USD', 'USD')).toBe(`$${grouped.format(n)}`);
  });

  test('are written as people read them', () => {
    expect(money(42_000, 'USD', 'USD')).toBe('$42,000');
    expect(money(42_000.5, 'USD', 'USD')).toBe('$42,000.50');
    expect(money(42_000, 'CAD', 'USD')).toBe('CAD 42,000');
    expect(headlineMoney(1_240_000, 'USD', 'USD')).toBe('$1.24M');
    expect(headlineMoney(100_001, 'USD', 'USD')).toBe('$100,001');
    expect(count(1, 'deal')).toBe('1 deal');
    expect(count(1312, 'deal')).toBe('1,312 deals');
    expect(dayMove('2026-03-03', '2026-04-15')).toBe('3 Mar → 15 Apr 2026');
    expect(dayMove('2025-12-30', '2026-01-15')).toBe('30 Dec 2025 → 15 Jan 2026');
    expect(list(['a', 'b', 'c'])).toBe('a, b and c');
    expect(cost(3100, 'some-model', 0.004)).toBe('3.1 s, $0.004');
    expect(instant(new Date('2026-03-20T13:32:00Z'), 'Europe/Berlin', now)).toBe('20 Mar, 14:32 CET');
    expect(instant(new Date('2026-03-20T13:32:00Z'), 'America/New_York', new Date('2027-06-01'))).toBe(
      '20 Mar 2026, 09:32 EDT',
    );
  });

  test('never land on the other side of a limit', () => {
    expect(rate(0.22, 0.05)).toBe('22%');
    expect(rate(0.0513, 0.05)).toBe('5.1%');
  });

  test('say when they are not yet known', () => {
    expect(confidence({ share: 0.7, cases: 3, accepted: 2 }).markup).toBe(
      'Confidence not yet known, assumed 0.70 (3 cases)',
    );
    expect(confidence({ share: 0.81, cases: 42, accepted: 34 }).markup).toBe(
      'Confidence fair, 0.81 (people accepted 34 of 42 like it)',
    );
  });
});
