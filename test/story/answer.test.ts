import { describe, expect, test } from 'vitest';
import {
  comparisonSentence,
  funnelSentence,
  leadsSentence,
  tableSentence,
  valueSentence,
} from '../../src/story/answer.ts';
import { askedOf } from '../../src/story/asked.ts';
import { forecastNotes, forecastSentence } from '../../src/story/forecast-answer.ts';
import { share } from '../../src/story/format.ts';
import {
  aLead,
  asked,
  askedMetric,
  byTeam,
  comparisonAnswer,
  forecast,
  funnel,
  leadsAnswer,
  performance,
  valueAnswer,
} from '../support/answers.ts';

test('what is left out for want of a day says nothing against the amounts of the others', () => {
  const leftOut = [{ because: 'no close date', count: 25 }];
  expect(
    valueSentence(valueAnswer({ value: 162_100, unit: 'currency', currency: 'USD', leftOut }), asked()),
  ).toBe('$162,100 in 23 deals.');
  expect(
    valueSentence(
      valueAnswer({
        value: 0,
        unit: 'currency',
        currency: 'USD',
        leftOut: [{ because: 'no amount', count: 23 }],
      }),
      asked(),
    ),
  ).toMatch(/^23 deals, none with /);
});

describe('a value is said with its unit and what is behind it', () => {
  test.each([
    [{ value: 23, unit: 'deals' }, asked(), '23 deals.'],
    [
      { value: 23, unit: 'deals', sums: [{ currency: 'USD', amount: 3_900_000, deals: 23 }] },
      asked(),
      '23 deals, $3.9M in total.',
    ],
    [{ value: 1, unit: 'people' }, asked(), '1 person.'],
    [{ value: 4.5, unit: 'number' }, asked({ of: 'activity' }), '4.5 in 23 activities.'],
    [{ value: 1_240_000, unit: 'currency', currency: 'USD' }, asked(), '$1.24M in 23 deals.'],
    [{ value: 42_000, unit: 'currency', currency: 'CAD' }, asked(), 'CAD 42,000 in 23 deals.'],
    [
      { value: 0.24, unit: 'share', part: 46, whole: 190 },
      askedMetric('win_rate', 'Win rate'),
      '24%: 46 of 190 won, of those won or lost.',
    ],
    [
      { value: 0.646, unit: 'share', part: 840_000, whole: 1_300_000, currency: 'USD' },
      askedMetric('attainment', 'Quota attainment'),
      '65%: $840,000 won of a quota of $1.3M.',
    ],
    [
      { value: 2.4, unit: 'ratio', part: 2_400_000, whole: 1_000_000, currency: 'USD' },
      askedMetric('coverage', 'Pipeline coverage'),
      '2.4×: $2.4M of open pipeline for $1M left of the quota.',
    ],
    [
      { value: 2_838.8, unit: 'ratio', part: 1_135_500, whole: 400, currency: 'USD' },
      askedMetric('coverage', 'Pipeline coverage'),
      'More than 99×: only $400 is left of the quota, and $1.14M of pipeline is open.',
    ],
    [
      { value: 47.25, unit: 'days', median: 41 },
      askedMetric('cycle_time', 'Sales cycle'),
      '47.3 days over 23 won deals, the median is 41 days.',
    ],
    [
      { value: 1, unit: 'days', total: 1 },
      askedMetric('time_to_first_touch', 'Time to first touch', { of: 'lead' }),
      '1 day over 1 touched lead.',
    ],
  ] as const)('%#', (of, question, sentence) => {
    expect(
      valueSentence(valueAnswer({ ...of, sums: 'sums' in of ? [...of.sums] : undefined }), question),
    ).toBe(sentence);
  });

  test.each([
    ['win_rate', 'Nothing to measure: no deal was won or lost.'],
    ['coverage', 'Nothing to measure: no quota is set, or nothing is left of it.'],
    ['time_to_first_touch', 'Nothing to measure: no lead was touched.'],
  ] as const)('and none of %s is said plainly, with the reason', (metric, sentence) => {
    expect(valueSentence(valueAnswer({ value: null, unit: 'share' }), askedMetric(metric, ''))).toBe(
      sentence,
    );
  });

  test('amounts in several currencies are named each, never added up', () => {
    const sums = [
      { currency: 'USD', amount: 1_240_000, deals: 20 },
      { currency: 'CAD', amount: 42_000, deals: 3 },
    ];
    expect(valueSentence(valueAnswer({ value: null, unit: 'currency', sums }), asked())).toBe(
      'USD 1.24M and CAD 42,000 in 23 deals.',
    );
  });
});

test.each([
  [0, '0%'],
  [0.004, '0.4%'],
  [0.0001, 'under 0.1%'],
  [0.27, '27%'],
  [0.996, '99.6%'],
  [0.99999, 'over 99.9%'],
  [1, '100%'],
  [1.12, '112%'],
  [12.4, '1,240%'],
])('a share of %d is never rounded to none or all: %s', (of, said) => {
  expect(share(of)).toBe(said);
});

describe('a comparison', () => {
  test('of two periods says the change and what it is compared with', () => {
    expect(comparisonSentence(comparisonAnswer(), asked())).toBe(
      '$1.2M this quarter, up 18% ($180,000) from $1.02M last quarter.',
    );
  });

  test('of two rates says the points, the cases, and whether chance would do as much', () => {
    const answer = comparisonAnswer({
      unit: 'share',
      sides: [
        { value: 46 / 170, count: 170, part: 46, whole: 170 },
        { value: 52 / 168, count: 168, part: 52, whole: 168 },
      ],
      withinChance: true,
    });
    expect(comparisonSentence(answer, askedMetric('win_rate', 'Win rate'))).toBe(
      '27% this quarter, down 4 points from 31% last quarter (46 of 170 against 52 of 168). The difference is within what chance would do.',
    );
  });

  test('of two groups names the groups first', () => {
    const sides = { names: ['East', 'West'] as [string, string], are: 'groups' as const };
    const days = [47, 60].map((value) => ({ value, count: 5 }));
    const [mine, theirs] = days;
    if (!mine || !theirs) throw new Error('two sides');
    expect(
      comparisonSentence(comparisonAnswer({ unit: 'days', sides: [mine, theirs] }), asked({ sides })),
    ).toBe('East: 47 days, 22% shorter than West (60 days).');
  });

  test('says which group changed most', () => {
    expect(comparisonSentence(byTeam, asked())).toMatch(/ East rose most, from \$220,000 to \$410,000\.$/);
  });

  test('with nothing on one side, other currencies, or nothing before says no percentage', () => {
    const of = (mine: object, theirs: object) =>
      comparisonSentence(
        comparisonAnswer({
          sides: [
            { value: 5, count: 1, currency: 'USD', ...mine },
            { value: 4, count: 1, currency: 'USD', ...theirs },
          ],
        }),
        asked(),
      );
    expect(of({}, { value: null })).toBe(
      '$5 this quarter; nothing to measure (there are no deals) last quarter.',
    );
    expect(of({ value: null }, { value: null })).toBe(
      'Nothing to measure on either side: there are no deals.',
    );
    expect(of({}, { currency: 'EUR' })).toBe(
      '$5 this quarter; EUR 4 last quarter. Amounts in different currencies are not compared.',
    );
    expect(of({}, { value: 0 })).toBe('$5 this quarter, up from $0 last quarter.');
    expect(of({}, { value: 5 })).toBe('$5 this quarter, the same as $5 last quarter.');
    expect(of({ value: 48 }, {})).toBe('$48 this quarter, 12× as much as $4 last quarter.');
  });

  test('takes the names of its periods from the question', () => {
    const measure = { metric: 'win_rate' } as const;
    const where = { all: [] };
    const compare = { where, period: 'last quarter' };
    expect(askedOf({ of: 'deal', where, measure, period: 'this quarter', compare }, 'USD').sides).toEqual({
      names: ['this quarter', 'last quarter'],
      are: 'periods',
    });
  });
});

describe('a table', () => {
  test('of performance says who is first, and the whole', () => {
    expect(tableSentence(performance(), askedMetric('performance', 'Performance'))).toBe(
      '3 people. Priya Nair is first by won: $840,000; together won $1.89M, win rate 29%, sales cycle 52.5 days.',
    );
  });

  test('of one person says what there is of that one', () => {
    expect(
      tableSentence({ ...performance(['Priya Nair']), whole: null }, askedMetric('performance', '')),
    ).toBe('Priya Nair: won $840,000, win rate 34%, sales cycle 47 days.');
  });

  test('without any figure says so', () => {
    const empty = { ...performance(), rows: [{ id: null, label: 'Ana Ruiz', cells: [null, null] }] };
    expect(tableSentence(empty, askedMetric('performance', ''))).toBe(
      '1 person, and nothing to measure for it.',
    );
  });
});

test('a funnel says how many came through and where most were lost', () => {
  expect(funnelSentence(funnel())).toBe(
    'Of 120 deals that reached Discovery, 18 reached Won (15%). The biggest drop is from Proposal to Negotiation: 38% went on (28 of 74).',
  );
  expect(funnelSentence(funnel([['Discovery', 0]]))).toMatch(/^Nothing to measure/);
});

test('a forecast says what is expected, between what, the quota and the chance of it', () => {
  const question = askedMetric('forecast', 'Forecast');
  expect(forecastSentence(forecast(), question)).toBe(
    '$1.24M expected by 31 Mar 2026, between $1.1M and $1.41M in 80 of 100 cases. Commit is $980,000, best case $1.32M. $640,000 is won so far, 12 deals. The quota is $1.3M, reached with a chance of 38%.',
  );
  expect(forecastSentence(forecast({ quota: null, chance: null }), question)).toMatch(/No quota is set\.$/);
  expect(forecastSentence(forecast({ chance: 1 }), question)).toMatch(/a chance of over 99%\.$/);
});

test('of a period that is over a forecast says what was won, and what is missing to the quota', () => {
  const over = { openDeals: 0, later: 0, won: 640_000, expected: 640_000, low: 640_000, high: 640_000 };
  expect(forecastSentence(forecast(over), askedMetric('forecast', 'Forecast'))).toBe(
    '$640,000 won by 31 Mar 2026, 12 deals, and nothing open that could add to it. The quota is $1.3M: $660,000 is missing.',
  );
  expect(forecastNotes(forecast(over).forecast)).toEqual([]);
});

test('a forecast says which periods it was made from and how many deals of them, or that none is proven', () => {
  const basis = { periods: ['Jan 2026', 'Feb 2026'], open: 40, won: 5, later: 1 };
  expect(forecastNotes(forecast().forecast)).toEqual([
    'Made from Q1 2025 to Q4 2025, each seen from as long before its end: of 1,412 open deals 173 were won by the end, and 9 that were opened later.',
    'Commit: what is won, and open deals that are won by then in 70 of 100 cases or more; best case: in 40 or more.',
  ]);
  expect(forecastNotes(forecast({ basis }).forecast)[0]).toMatch(
    /^Made from Jan 2026 and Feb 2026, .* 5 were won by the end, and 1 that was opened later\.$/,
  );
  const spans = ['8 Mar 2026 to 19 Mar 2026', '20 Mar 2026 to 31 Mar 2026'];
  expect(forecastNotes(forecast({ basis: { ...basis, periods: spans } }).forecast)[0]).toMatch(
    /^Made from 2 spans of as many days before, each seen/,
  );
  const unproven = { periods: [], open: 0, won: 0, later: 0 };
  expect(forecastNotes(forecast({ basis: unproven }).forecast)[0]).toMatch(/no period before is proven/);
});

test('leads are said with how many wait for a first touch', () => {
  expect(leadsSentence(leadsAnswer(['Kestrel', 'Borealis']))).toBe(
    '2 leads, 2 without a first touch. All came in 9 days ago.',
  );
  const touched = aLead('Kestrel', 1, { firstTouchOn: '2026-03-12' });
  expect(leadsSentence({ kind: 'leads', leads: [touched], total: 1, leftOut: [] })).toBe(
    '1 lead, each with a first touch.',
  );
  expect(leadsSentence({ kind: 'leads', leads: [touched], total: 40, leftOut: [] })).toBe(
    '40 leads, the first 1 listed.',
  );
});

test('of leads that came in on the same day none is called the oldest', () => {
  const leads = (...ages: number[]) => ({
    kind: 'leads' as const,
    leads: ages.map((age, at) => aLead(`Company ${at + 1}`, age, { age, firstTouchOn: null })),
    total: ages.length,
    leftOut: [],
  });
  expect(leadsSentence(leads(0, 0, 0))).toBe('3 leads, 3 without a first touch. All came in today.');
  expect(leadsSentence(leads(4, 4, 1))).toBe(
    '3 leads, 3 without a first touch. The 2 oldest of them came in 4 days ago.',
  );
  expect(leadsSentence(leads(4, 3))).toBe(
    '2 leads, 2 without a first touch. The oldest of them is Company 1, 4 days.',
  );
});
