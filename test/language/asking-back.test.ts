import { describe, expect, test } from 'vitest';
import type { Lexicon } from '../../src/language/lexicon.ts';
import { nearestTo } from '../../src/language/nearest.ts';
import { read } from '../../src/language/reader.ts';
import type { Choice, Reading } from '../../src/language/request.ts';
import { cast, maven, revops } from './companies.ts';
import { on, readAs, say } from './say.ts';

const chosen = (text: string, lexicon: Lexicon, choices: Choice[]): Reading =>
  read(text, { ...on(lexicon), choices });

/** Every button leads to an answer, or to another question that is not the same one. */
function everyAnswerLeadsOn(text: string, lexicon: Lexicon): void {
  const asked = read(text, on(lexicon));
  if (asked.say !== 'which') throw new Error(`${text}: ${say(asked, lexicon)}`);
  expect(asked.options.length, text).toBeGreaterThan(1);
  for (const option of asked.options) {
    const next = chosen(text, lexicon, [option.choice]);
    expect(['question', 'which'], `${text} → ${option.label}: ${say(next, lexicon)}`).toContain(next.say);
    if (next.say === 'which') expect(next.question).not.toBe(asked.question);
  }
}

const vague = [
  'deals closing soon',
  'anything due shortly?',
  'deals about to close',
  'recent deals',
  'recently won deals',
  'what did we win lately',
  'anything recent?',
  'new deals in Proposal',
  'deals untouched for a while',
  'deals open for a long time',
  'deals sitting in Negotiation for ages',
  'deals with no activity for a few weeks',
  'old deals',
  'hot deals',
  'only the hot ones',
  'my best deals',
  'promising opportunities over 50k',
  'deals likely to close',
  'important deals this quarter',
  'risky deals',
  'show me the deals that need attention',
  'bad deals in Negotiation',
  'late stage deals',
  'deals in the early stages',
  'mid-sized deals closing this month',
  'deals with a decent size',
  'big deals',
  'the small ones',
  'deals about to slip',
  'deals worth looking at',
  'deals without activity lately',
  'deals not updated recently',
  'late stage deals with decent size',
  'big wins lately',
];

describe('what even a person would ask about is asked back', () => {
  test.each(vague)('"%s" is asked about, and every answer leads on', (text) => {
    everyAnswerLeadsOn(text, cast);
  });

  test.each(['hot deals', 'recently won deals', 'deals closing soon', 'old deals'])(
    '"%s" is asked about in any company',
    (text) => {
      everyAnswerLeadsOn(text, maven);
      everyAnswerLeadsOn(text, revops);
    },
  );

  test('the stages that are offered as late are the last open ones of this company', () => {
    expect(readAs('late stage deals', maven)).toBe(
      '? "late stage": from which stage on? Engaging | Prospecting or later',
    );
  });

  test('the answer is read in the place of the vague words', () => {
    const asked = read('risky deals in EMEA over 50k', on(cast));
    if (asked.say !== 'which') throw new Error(say(asked, cast));
    const [, quiet] = asked.options;
    expect(quiet && say(chosen('risky deals in EMEA over 50k', cast, [quiet.choice]), cast)).toBe(
      'Inactive open deals in EMEA over $50,000',
    );
  });

  test('two vague words are asked about one after the other', () => {
    const text = 'late stage deals with decent size';
    const first = read(text, on(cast));
    if (first.say !== 'which') throw new Error(say(first, cast));
    const stage = first.options[0]?.choice;
    const second = stage && chosen(text, cast, [stage]);
    if (second?.say !== 'which') throw new Error('It was not asked again.');
    const size = second.options[0]?.choice;
    expect(stage && size && say(chosen(text, cast, [stage, size]), cast)).toBe(
      'Deals in Contract between $10,000 and $50,000',
    );
  });

  test('words that are not known at all are not covered up by a question about vague ones', () => {
    expect(read('hot deals kerfuffle', on(cast)).say).not.toBe('which');
  });
});

describe('whose "her" is', () => {
  test.each([
    'show her deals',
    'what does she have in Negotiation',
    'his pipeline',
    'how many deals does he have',
  ])('"%s" is asked about where nobody was named', (text) => {
    everyAnswerLeadsOn(text, cast);
  });

  test('it is the one who was named in the same sentence', () => {
    expect(readAs('Priya, her open deals', cast)).toBe('Open deals of Priya Nair');
  });

  test('it is the one whom the thread is about', () => {
    const first = read('open deals of Tom', on(cast));
    const reply = read('his won ones', on(cast, first.say === 'question' ? first.frame : null));
    expect(say(reply, cast)).toBe('Won deals of Tom Reyes');
  });

  test('deals of nobody in particular are never read as those of everybody', () => {
    for (const text of ['her open deals', 'his deals over 50k', 'pipeline of hers'])
      expect(read(text, on(cast)).say, text).toBe('which');
  });
});

describe('words that ask nothing yet', () => {
  test.each([
    [
      'only EMEA',
      '? What about it? Open deals in EMEA | Open pipeline in EMEA | Won deals in EMEA closed this quarter',
    ],
    [
      'over 100k',
      '? What about it? Open deals over $100,000 | Open pipeline over $100,000 | Won deals over $100,000 closed this quarter',
    ],
    [
      'Tom',
      '? What about it? Open deals of Tom Reyes | Open pipeline of Tom Reyes | Won deals of Tom Reyes closed this quarter',
    ],
    ['Negotiation', '? What about it? Open deals in Negotiation | Open pipeline in Negotiation'],
  ])('"%s" is answered with what could be asked of it', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
    everyAnswerLeadsOn(text, cast);
  });

  test.each([
    'the other ones',
    'what about it',
    'compare them',
    'how long?',
    'sort by size',
    'numbers?',
    'is it good?',
    'the usual',
    'and the next one',
  ])('"%s" points at nothing, and is asked about', (text) => {
    everyAnswerLeadsOn(text, cast);
  });
});

const noneOf = (name: string): string =>
  `No account, person, product or team is called "${name}" here, and none like it.`;

describe('a name that nobody here has', () => {
  test.each([
    // Mara begins like it.
    ['deals of Martin Schulz', 'Nobody is called "Martin Schulz" here. Who is meant?'],
    ['deals of Konrad Schulz', noneOf('Konrad Schulz')],
    ['show me everything from Hannah', noneOf('Hannah')],
    ['open deals from Zephyr Telecom', noneOf('Zephyr Telecom')],
    ["Jordan's deals", noneOf('Jordan')],
    ['deals of Acme Corpp', 'No account is called "Acme Corpp" here. Which one is meant?'],
    ['deals owned by Hannah', 'Nobody is called "Hannah" here. Who is meant?'],
    ['Emma has how many deals', 'Nobody is called "Emma" here. Who is meant?'],
    ['performance of Jessica', 'Nobody is called "Jessica" here. Who is meant?'],
    ['how is Jessica doing', 'Nobody is called "Jessica" here. Who is meant?'],
    ['Jessica vs Tom', 'Nobody is called "Jessica" here. Who is meant?'],
    ['Which deals has Lisa open?', 'Nobody is called "Lisa" here. Who is meant?'],
    ['what has Lisa got open', 'Nobody is called "Lisa" here. Who is meant?'],
    ['how many open deals has kobayashi', 'Nobody is called "kobayashi" here. Who is meant?'],
    ['how many deals does roderick have open', 'Nobody is called "roderick" here. Who is meant?'],
    ['how much has Lisa won this quarter', 'Nobody is called "Lisa" here. Who is meant?'],
    ['is Lisa on track', 'Nobody is called "Lisa" here. Who is meant?'],
    ['did Lisa win anything', noneOf('Lisa')],
    ["give Tom's deals in Proposal to Ricardo", 'Nobody is called "Ricardo" here. Who is meant?'],
    ['show me the deals of the Rodrigo', noneOf('Rodrigo')],
    ['steves deals', noneOf('steve')],
    ['wat abt steves open deals', noneOf('steve')],
    ['bookings for the Insights module', 'No product is called "Insights" here. Which one is meant?'],
    ['open deals, product = Gateway', 'No product is called "Gateway" here. Which one is meant?'],
    ['deals in the Pilot stage', 'No stage is called "Pilot" here. Which one is meant?'],
    ['deals in LATAM', 'No territory is called "LATAM" here. Which one is meant?'],
    ['deals of team Rocket', 'No team is called "Rocket" here. Which one is meant?'],
    ['Foobar deals', noneOf('Foobar')],
    ['show the deals for Foobar', noneOf('Foobar')],
    ['win rate of Foobar', noneOf('Foobar')],
  ])('"%s" asks who or what is meant', (text, question) => {
    const reading = read(text, on(cast));
    const asks = reading.say === 'partly' || reading.say === 'unread' ? reading.asks : null;
    expect(asks?.question ?? say(reading, cast)).toBe(question);
  });

  test('the one that is chosen takes its place', () => {
    const text = 'deals in the Pilot stage over 50k';
    const reading = read(text, on(cast));
    const asks = reading.say === 'partly' || reading.say === 'unread' ? reading.asks : null;
    const proposal = asks?.options.find(({ label }) => label === 'Proposal');
    expect(proposal && say(chosen(text, cast, [proposal.choice]), cast)).toBe(
      'Deals in Proposal over $50,000',
    );
  });

  test.each([
    ['how many open deals has kobayashi', 'Tom Reyes', 'Number of open deals of Tom Reyes'],
    ['bookings for the Insights module', 'Core', 'Amount of won deals with product Core'],
  ])('"%s": the one that is chosen takes its place', (text, name, meant) => {
    const reading = read(text, on(cast));
    const asks = reading.say === 'partly' ? reading.asks : null;
    const option = asks?.options.find(({ label }) => label === name);
    expect(option && say(chosen(text, cast, [option.choice]), cast)).toBe(meant);
  });

  test.each(['which deals has slipped', 'which deals has stalled', 'what deals is in Proposal'])(
    '"%s" names nobody',
    (text) => expect(readAs(text, cast)).not.toMatch(/^[?~-]/),
  );

  test.each([
    [cast, 'deals of Acme Corpp', ['Acme Corp', 'Acme Logistics GmbH']],
    [cast, "Acme Corpp's deals", ['Acme Corp', 'Acme Logistics GmbH']],
    [revops, 'deals of Krusty Krabb Foods', ['Krusty Krab Dynamics']],
    // A person and a customer are called like it.
    [
      {
        ...cast,
        accounts: ['Quinn & Sons', 'Quinn Air', 'Quinn Bay', 'Quinn Oil', 'Quinn Partnrs', 'Quinn Sea'].map(
          (name) => ({ id: `A-${name}`, name }),
        ),
      },
      'deals of Quinnn Partners',
      ['Nora Quinn', 'Quinn & Sons', 'Quinn Air', 'Quinn Bay', 'Quinn Partnrs'],
    ],
    [cast, 'deals of Zorblax', []],
  ])('the nearest of each kind are offered: %#', (lexicon, text, names) => {
    const reading = read(text, on(lexicon));
    const asks = reading.say === 'partly' || reading.say === 'unread' ? reading.asks : null;
    expect(asks?.options.map(({ label }) => label).sort()).toEqual(names);
  });

  test('the customer that is chosen takes the place of the whole name', () => {
    const text = 'deals of Acme Corpp over 50k';
    const reading = read(text, on(cast));
    const asks = reading.say === 'partly' ? reading.asks : null;
    const acme = asks?.options.find(({ label }) => label === 'Acme Corp');
    expect(acme && say(chosen(text, cast, [acme.choice]), cast)).toBe(
      'Open deals for Acme Corp over $50,000',
    );
  });
});

describe('what is offered where nothing was understood', () => {
  const offered = (text: string, lexicon = cast): string[] => {
    const reading = read(text, on(lexicon));
    const hints = reading.say === 'unread' ? reading.hints : reading.say === 'partly' ? reading.frame : null;
    return nearestTo(text, hints, on(lexicon));
  };
  const usual = ['open pipeline by stage', 'stale open deals', 'open deals closing this month'];

  test.each([
    [cast, 'pause everyone who is lazy', 'pause the Pipeline agent'],
    [cast, 'spending on bots', 'cost by agent last week'],
    [cast, 'revert my whatever', 'undo'],
    [cast, 'forecst for the moon', 'forecast this quarter'],
    [cast, 'quota anxiety', 'quota attainment this quarter'],
    [cast, 'competitor analysis by industry', 'number of open deals by industry'],
    [cast, 'next steps gone missing please ping', 'open deals without next step'],
    [cast, 'lead flow quality', 'leads created this month'],
    [cast, 'negotiation vibes', 'deals in Negotiation'],
    [cast, 'how zorked is Priya', 'open deals of Priya Nair'],
    [maven, 'engaging vibes', 'deals in Engaging'],
    [revops, 'how zorked is Diego', 'open deals of Diego Marquez'],
    [revops, 'mid-market zorking', 'open deals of team Mid-Market'],
  ])('the nearest comes first: %#', (lexicon, text, first) => {
    const [nearest] = offered(text, lexicon);
    expect(nearest).toBe(first);
  });

  test.each(['xyzzy', 'tell me a joke', 'blorp the flurb'])('the usual where nothing is near: %s', (text) =>
    expect(offered(text)).toEqual(usual),
  );

  test('each of them is a request that reads back', () => {
    const all = new Set(
      [
        'change the limit',
        'stop the bots',
        'resume bots',
        'execute bot',
        'grab lead',
        'which columns',
        'cycle',
      ].flatMap((text) => offered(text)),
    );
    expect(all.size).toBeGreaterThan(8);
    for (const request of all) expect(readAs(request, cast), request).not.toMatch(/^[-~?!]|^> \?/);
  });

  test('a customer that was not read is not named, as some are not for everybody', () =>
    expect(nearestTo('zorked Globex', null, on(cast)).join()).not.toContain('Globex'));
});
