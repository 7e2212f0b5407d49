import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { questionOf } from '../../src/language/question.ts';
import { read } from '../../src/language/reader.ts';
import type { Frame } from '../../src/language/request.ts';
import { typed } from '../../src/language/understanding.ts';
import { isListable } from '../../src/sales/columns.ts';
import { fields } from '../../src/sales/fields.ts';
import { cast } from './companies.ts';
import { on, readAs, say } from './say.ts';

const quarter = '(1 Jan to 31 Mar 2026)';

test.each([
  ['list lost deals this quarter with the reason', `Lost deals closed this quarter ${quarter}, with reason`],
  ['open deals with stage and amount', 'Open deals, with stage and amount'],
  ['show me owner and close date only', 'Open deals, with owner and close date'],
  [
    'open deals in EMEA over 50k with owner, stage and close date',
    'Open deals in EMEA over $50,000, with owner, stage and close date',
  ],
  ['deals showing last activity', 'Open deals, with last activity'],
  ['next step of open deals', 'Open deals, with next step'],
  ['only the names of open deals', 'Open deals, with names only'],
  ['Globex: last activity and next step?', 'Open deals for Globex, with last activity and next step'],
  ['leads with owner and status', 'Leads, with owner and status'],
  ['include next step', 'Open deals, with owner, amount, days in stage, close date, stage and next step'],
  ['add the product column', 'Open deals, with owner, amount, days in stage, close date, stage and product'],
])('%s', (text, understood) => {
  expect(readAs(text, cast)).toBe(understood);
});

test('what a list is sorted by stands in it, and columns that were named stay as they are', () => {
  const columns = (text: string): string[] | undefined => {
    const reading = read(text, on(cast));
    return reading.say === 'question' ? questionOf(reading.frame, null).show : [reading.say];
  };
  expect(columns('newest deals')).toEqual(['owner', 'amount', 'close_date', 'stage', 'created_on']);
  expect(columns('biggest open deals')).toBeUndefined();
  expect(columns('newest deals with owner')).toEqual(['owner']);
  expect(columns('how many deals by owner')).toBeUndefined();
});

test('where a move into a stage is asked for, it is said that those that went on are left out', () => {
  const said = (text: string): string[] => read(text, on(cast)).assumptions;
  const note = 'Of those that stand in that stage today.';
  expect(said('deals that moved into Negotiation since Monday')).toContain(note);
  expect(said('deals that moved stage since Monday')).not.toContain(note);
  expect(said('deals in Negotiation created since Monday')).not.toContain(note);
});

describe('words that limit rows name no columns', () => {
  test.each([
    ['deals with a next step', 'Open deals with next step'],
    ['deals with close date this month', 'Open deals closing this month (1 Mar to 31 Mar 2026)'],
    ['deals with amount over 50k', 'Open deals over $50,000'],
    ['deals with product Core', 'Open deals with product Core'],
    ['deals with an owner and an amount', 'Open deals with an owner and an amount'],
    ['how many deals by owner', 'Number of open deals by owner'],
    ['total amount of open deals', 'Amount of open deals'],
  ])('%s', (text, understood) => {
    expect(readAs(text, cast)).toBe(understood);
  });
});

function talk(...turns: string[]): string[] {
  let thread: Frame | null = null;
  return turns.map((text) => {
    const reading = read(text, on(cast, thread));
    if (reading.say === 'question') thread = reading.frame;
    return say(reading, cast);
  });
}

describe('a reply in a thread', () => {
  test('adds columns, drops them, and puts others in their place', () => {
    expect(
      talk(
        'open deals with stage and amount',
        'add the owner',
        'drop the stage column',
        'with the close date too',
        'drop the owner',
        'only owner and next step',
        'in EMEA',
        'hide the owner column',
      ),
    ).toEqual([
      'Open deals, with stage and amount',
      'Open deals, with stage, amount and owner',
      'Open deals, with amount and owner',
      'Open deals, with amount, owner and close date',
      'Open deals, with amount and close date',
      'Open deals, with owner and next step',
      'Open deals in EMEA, with owner and next step',
      'Open deals in EMEA, with next step',
    ]);
  });

  test('begins with what was shown: the usual columns and what the question is about', () => {
    expect(talk('open deals without activity for 30 days', 'add the product')[1]).toBe(
      'Open deals without activity for 30 days or more, with owner, amount, days since last activity, days in stage, close date, stage and product',
    );
    expect(talk('open deals', 'drop the stage column')[1]).toBe(
      'Open deals, with owner, amount, days in stage and close date',
    );
  });

  test('lists the rows behind a figure, and is not understood of groups', () => {
    expect(talk('how many open deals in EMEA', 'with owner and amount')[1]).toBe(
      'Open deals in EMEA, with owner and amount',
    );
    expect(talk('open deals by stage', 'add the owner')[1]).toBe('-');
  });

  test('takes a limit away where one is on that field', () => {
    expect(talk('open deals in EMEA', 'drop the territory')[1]).toBe('Open deals');
    expect(talk('open deals in EMEA with owner and territory', 'drop the territory column')[1]).toBe(
      'Open deals in EMEA, with owner',
    );
  });

  test('a name that is added is no column', () => {
    expect(talk('open deals of Tom', 'add Priya')[1]).toBe('Open deals of Tom Reyes or Priya Nair');
  });
});

test('a field that is not there is asked back with the nearest, and the answer is read', () => {
  const asked = read('open deals with owner and lead sauce', on(cast));
  if (asked.say !== 'which') throw new Error(say(asked, cast));
  expect(asked.question).toBe('No field of a deal is called "lead sauce". Which one is meant?');
  expect(asked.options[0]?.label).toBe('Lead source');
  const chosen = asked.options[0]?.choice;
  expect(
    say(read('open deals with owner and lead sauce', { ...on(cast), choices: chosen ? [chosen] : [] }), cast),
  ).toBe('Open deals, with owner and lead source');
  expect(talk('open deals', 'hide the flavour column')[1]).toMatch(
    /^\? No field of a deal is called "flavour"/,
  );
});

test.each([
  'show leads with email',
  'leads with owner and phone',
  "open deals with the contact's email",
  'add the phone column',
  'open deals with owner and phone',
])('%s: how somebody is reached is in no list', (text) => {
  expect(readAs(text, cast)).toBe('! private');
});

test('columns as they are typed out read back as the same columns', () => {
  const names = fields('deal')
    .map(({ name }) => name)
    .filter((name) => isListable('deal', name));
  fc.assert(
    fc.property(fc.subarray(names, { minLength: 1, maxLength: 5 }), (show) => {
      const first = read('open deals in EMEA', on(cast));
      if (first.say !== 'question') throw new Error(first.say);
      const text = typed({ ...first.frame, show }, on(cast));
      const back = read(text, on(cast));
      expect(back.say === 'question' ? back.frame.show : say(back, cast), text).toEqual(show);
    }),
    { numRuns: 300 },
  );
});
