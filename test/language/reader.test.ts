import { describe, expect, test } from 'vitest';
import { read } from '../../src/language/reader.ts';
import type { Frame } from '../../src/language/request.ts';
import { typed } from '../../src/language/understanding.ts';
import { cast, lexicons, maven, revops } from './companies.ts';
import { phrasings } from './phrasings.ts';
import { on, readAs, say } from './say.ts';

describe('the corpus', () => {
  test.each(phrasings)('%s: %s', (company, text, expected) => {
    expect(readAs(text, lexicons[company])).toBe(expected);
  });
});

const frameOf = (text: string, lexicon = cast): Frame => {
  const reading = read(text, on(lexicon));
  if (reading.say !== 'question') throw new Error(`${text}: ${say(reading, lexicon)}`);
  return reading.frame;
};

describe('words that are not read', () => {
  const strange = [
    'hot',
    'synergistic',
    'kerfuffle',
    'Zorblax',
    'blue',
    'promising',
    'dead',
    'state',
    'weekendish',
  ];

  test.each(strange)('"%s" is never ignored, wherever it stands', (word) => {
    for (const text of [
      `open ${word} deals in EMEA`,
      `open deals in EMEA ${word}`,
      `${word} open deals in EMEA`,
    ]) {
      const reading = read(text, on(cast));
      expect(reading.say, text).not.toBe('question');
      if (reading.say === 'partly') expect(reading.unread.join(' '), text).toContain(word);
    }
  });

  test('an "or" between different fields is not taken for an "and"', () => {
    expect(read('open deals in EMEA or over 100k', on(cast)).say).not.toBe('question');
  });

  test('what Steward cannot answer yet is not answered by something near it', () => {
    for (const text of [
      'pipeline this quarter vs last quarter',
      'open deals vs AMER',
      'win rate vs AMER',
      'average leads by rep',
      'lead conversion rate',
      'weighted pipeline',
    ]) {
      expect(read(text, on(cast)).say, text).toBe('unread');
    }
    expect(readAs('churn by territory', cast)).toBe(
      '? "churn" is not in the data. Which figure instead? Win rate | Won amount | Average deal size',
    );
  });
});

describe('limits keep their ends', () => {
  test.each([
    ['deals over 100k', { from: 100_000, to: null, exclusive: ['from'] }],
    ['deals of at least 100k', { from: 100_000, to: null, exclusive: [] }],
    ['deals under 100k', { from: null, to: 100_000, exclusive: ['to'] }],
    ['deals up to 100k', { from: null, to: 100_000, exclusive: [] }],
    ['deals between 50 and 100k', { from: 50_000, to: 100_000, exclusive: [] }],
    ['deals over 50k and under 100k', { from: 50_000, to: 100_000, exclusive: ['from', 'to'] }],
    ['deals in proposal 30 days', { from: 30, to: null, exclusive: [] }],
    ['deals in proposal 30+ days', { from: 30, to: null, exclusive: [] }],
    ['deals in proposal more than 30 days', { from: 30, to: null, exclusive: ['from'] }],
    ['deals in proposal for 30 days or more', { from: 30, to: null, exclusive: [] }],
    ['deals in proposal less than 30 days', { from: null, to: 30, exclusive: ['to'] }],
    ['deals in proposal for 3 weeks', { from: 21, to: null, exclusive: [] }],
  ])('%s', (text, limits) => {
    expect(frameOf(text).clauses.find((clause) => clause.says === 'range')).toMatchObject(limits);
  });

  test.each([
    ['$1.2M', 1_200_000],
    ['1.2m', 1_200_000],
    ['1,200,000', 1_200_000],
    ['1.200.000', 1_200_000],
    ["1'200'000", 1_200_000],
    ['1200k', 1_200_000],
    ['$1,2m', 1_200_000],
    ['a quarter million', 250_000],
    ['half a million', 500_000],
    ['two hundred thousand', 200_000],
    ['100 grand', 100_000],
    ['50 000 $', 50_000],
  ])('money as people write it: %s', (written, value) => {
    const reading = read(`open deals over ${written}`, on(cast));
    const range =
      reading.say === 'question' ? reading.frame.clauses.find((clause) => clause.says === 'range') : null;
    expect(range && 'from' in range ? range.from : null).toBe(value);
  });

  test('another currency is kept; the company’s own needs no word', () => {
    expect(frameOf('deals over €50.000').clauses[1]).toMatchObject({ from: 50_000, currency: 'EUR' });
    expect(frameOf('deals over $50,000').clauses[1]).toMatchObject({ from: 50_000, currency: null });
  });
});

describe('the understanding', () => {
  const asked = phrasings.filter(([company, text]) => read(text, on(lexicons[company])).say === 'question');

  test('reads back to the same request: what is shown is what is run', () => {
    expect(asked.length).toBeGreaterThan(120);
    for (const [company, text] of asked) {
      const frame = frameOf(text, lexicons[company]);
      const again = typed(frame, on(lexicons[company]));
      const back = read(again, on(lexicons[company]));
      expect(
        back.say === 'question'
          ? typed(back.frame, on(lexicons[company]))
          : `${again} → ${say(back, lexicons[company])}`,
        text,
      ).toBe(again);
    }
  });
});

describe('a thread', () => {
  const follow = (first: string, ...more: string[]): string => {
    let frame = frameOf(first);
    for (const text of more) {
      const reading = read(text, on(cast, frame));
      if (reading.say !== 'question') return say(reading, cast);
      frame = reading.frame;
    }
    return typed(frame, on(cast));
  };

  test.each([
    [
      'deals stuck in negotiation 30 days',
      ['only EMEA'],
      'open deals in EMEA in Negotiation for 30 days or more',
    ],
    [
      'deals stuck in negotiation 30 days',
      ['only EMEA', 'sort by amount'],
      'open deals in EMEA in Negotiation for 30 days or more, sorted by amount descending',
    ],
    ['open deals in EMEA', ['what about AMER'], 'open deals in AMER'],
    ['open deals in EMEA', ['and over 100k?'], 'open deals in EMEA over $100,000'],
    ['open deals in EMEA over 50k', ['over 100k'], 'open deals in EMEA over $100,000'],
    ['open deals in EMEA', ['how many?'], 'number of open deals in EMEA'],
    ['open deals in EMEA', ['by owner'], 'number of open deals in EMEA by owner'],
    ['pipeline for EMEA', ['by stage'], 'open pipeline in EMEA by stage'],
    ['open deals closing this month', ['what about next month'], 'open deals closing next month'],
    ['open deals in EMEA', ['except Tom'], 'open deals in EMEA not of Tom Reyes'],
    ['open deals in EMEA', ['won deals in AMER'], 'won deals in AMER'],
  ])('%s → %j', (first, more, expected) => {
    expect(follow(first, ...more)).toBe(expected);
  });

  test('a vague reply is asked about, and the answer keeps to the thread', () => {
    const first = frameOf('open deals in EMEA');
    const asked = read('only hot ones', on(cast, first));
    if (asked.say !== 'which') throw new Error(say(asked, cast));
    const [, closing] = asked.options;
    const reply = read('only hot ones', { ...on(cast, first), choices: closing ? [closing.choice] : [] });
    expect(say(reply, cast)).toBe('Open deals in EMEA closing this month (1 Mar to 31 Mar 2026)');
  });

  test('without a thread a fragment is not a question', () => {
    for (const text of ['only EMEA', 'EMEA', 'sort by amount', 'what about AMER'])
      expect(read(text, on(cast)).say, text).toBe('which');
  });
});

describe('asking back', () => {
  test('a choice answers for the words it was about, and the rest is read as before', () => {
    const reading = read('acme deals over 50k', on(revops));
    if (reading.say !== 'which') throw new Error(reading.say);
    expect(reading.options.map((option) => option.label)).toContain('Acme Labs');
    const labs = reading.options.find((option) => option.label === 'Acme Labs');
    const again = read('acme deals over 50k', { ...on(revops), choices: labs ? [labs.choice] : [] });
    expect(say(again, revops)).toBe('Open deals for Acme Labs over $50,000');
  });

  test('a length of time that may mean three things asks, and goes on', () => {
    const reading = read('open deals more than 30 days', on(cast));
    if (reading.say !== 'which') throw new Error(reading.say);
    const [stage, activity] = reading.options;
    expect(reading.options).toHaveLength(3);
    expect(stage?.label).toBe('In the same stage');
    const again = read('open deals more than 30 days', {
      ...on(cast),
      choices: activity ? [activity.choice] : [],
    });
    expect(say(again, cast)).toBe('Open deals without activity for more than 30 days');
  });

  test('a first name that two people bear asks', () => {
    expect(readAs("Priya's open deals", revops)).toBe('? Which Priya? Priya Raman | Priya Shah');
    expect(readAs("Priya's open deals", cast)).toBe('Open deals of Priya Nair');
  });
});

test('another company’s names work without code', () => {
  expect(readAs('how many deals in engaging more than 150 days', maven)).toBe(
    'Number of open deals in Engaging for more than 150 days',
  );
  expect(readAs('how many deals in engaging more than 150 days', cast)).toBe(
    '? No stage is called "engaging" here. Which one? Discovery | Proposal | Negotiation | Contract | Won | Lost',
  );
});
