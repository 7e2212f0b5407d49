import { describe, expect, test } from 'vitest';
import type { Lexicon } from '../../src/language/lexicon.ts';
import { read } from '../../src/language/reader.ts';
import { cast, maven, revops } from './companies.ts';
import { on, readAs } from './say.ts';

test('an account that was found by a part of its name is named in full among what was assumed', () => {
  const seen: Lexicon = { ...cast, accounts: [{ id: 'A-1', name: 'Globex Partners' }] };
  expect(read('open deals for Globex', on(seen)).assumptions).toEqual(['"Globex" = Globex Partners.']);
  expect(read('open deals for Globex Partners', on(seen)).assumptions).toEqual([]);
});

test('active in a time is about activity, active alone means open', () => {
  expect(readAs('deals active in the last week', cast)).toBe(
    'Open deals with last activity last week (9 Mar to 15 Mar 2026)',
  );
  expect(readAs('deals that were active since Monday', cast)).toMatch(
    /^Open deals with last activity since /,
  );
  expect(readAs('active deals', cast)).toBe('Open deals');
});

describe('names as people write them', () => {
  test.each([
    ['deals of Moses Frase', 'Open deals of Moses Frase'],
    ['deals of MOSES FRASE', 'Open deals of Moses Frase'],
    ['deals of moses frase ', 'Open deals of Moses Frase'],
    ['deals of Ｍｏｓｅｓ　Ｆｒａｓｅ', 'Open deals of Moses Frase'],
    ['deals of 𝐌𝐨𝐬𝐞𝐬 𝐅𝐫𝐚𝐬𝐞', 'Open deals of Moses Frase'],
    ['deals of Mos\u200bes Frase', 'Open deals of Moses Frase'],
    ['deals of M̶o̶s̶e̶s̶ ̶F̶r̶a̶s̶e̶', 'Open deals of Moses Frase'],
    ['deals of Frase, Moses', 'Open deals of Moses Frase'],
    ['deals of M. Frase', 'Open deals of Moses Frase'],
    ['deals of Rosie Papadopolous', 'Open deals of Rosie Papadopoulos'],
    ['deals for J—Texon', 'Open deals for J-Texon'],
    ['deals for Gekko and Co', 'Open deals for Gekko & Co'],
    ['gtx-pro deals', 'Open deals with product GTX Pro'],
    ['GTXPro deals', 'Open deals with product GTX Pro'],
    ['deals for Acme', 'Open deals for Acme Corporation'],
    ['deals for acme corp', 'Open deals for Acme Corporation'],
    ['deals for Inity', 'Open deals for Inity'],
    ['deals for Plussunin', 'Open deals for Plussunin'],
  ])('%s', (text, expected) => {
    expect(readAs(text, maven)).toBe(expected);
  });

  test.each(['Мoѕеs Frase', 'Zаnе Lеvy', 'Саnсity', 'Initесһ', 'GΤΧ Ρlus Pro', '\u202eesarF sesoM\u202c'])(
    'look-alike letters are no silent match: %s',
    (name) => {
      expect(read(`open deals for ${name}`, on(maven)).say).not.toBe('question');
    },
  );

  test('accents may be left out, and typographic apostrophes are apostrophes', () => {
    expect(readAs('deals of zoe muller', cast)).toBe('Open deals of Zoë Müller');
    expect(readAs('Priya’s open deals', cast)).toBe('Open deals of Priya Nair');
  });
});

describe('two candidates', () => {
  const companies = (names: string[]): Lexicon => ({
    ...cast,
    accounts: names.map((name, at) => ({ id: `A${at}`, name })),
  });

  test('a name in part that fits one account is that account', () => {
    expect(readAs('globex deals', companies(['Globex Corporation', 'Initech']))).toBe(
      'Open deals for Globex Corporation',
    );
  });

  test('a name in part that fits several asks, and the whole name does not', () => {
    const lexicon = companies(['Acme Corp', 'Acme Logistics']);
    expect(readAs('acme deals', lexicon)).toBe('? Which acme? Acme Corp | Acme Logistics');
    expect(readAs('acme corp deals', lexicon)).toBe('Open deals for Acme Corp');
    expect(readAs('Acme Logistics deals', lexicon)).toBe('Open deals for Acme Logistics');
  });

  test('an account called exactly so is meant, whatever else begins alike', () => {
    expect(readAs('acme deals', companies(['Acme', 'Acme Logistics']))).toBe('Open deals for Acme');
  });

  test('a slip that could be two names asks', () => {
    expect(readAs('open deals for Betatec', companies(['Betatech', 'Betatecs']))).toBe(
      '? Which Betatec? Betatech | Betatecs',
    );
  });

  test('a person and an account of one name ask, and a possessive decides', () => {
    const lexicon: Lexicon = { ...cast, accounts: [{ id: 'A1', name: 'Reyes' }], people: cast.people };
    expect(read('deals for Acme Reyes', on(lexicon)).say).not.toBe('question');
    expect(readAs("Tom Reyes's deals", lexicon)).toBe('Open deals of Tom Reyes');
  });
});

describe('names that are words of the language', () => {
  test('a stage named like a field or a verb is a stage where it stands as one', () => {
    const stages = ['New', 'Contract', 'Verbal', 'Demo'].map((name, at) => ({
      id: `S${at}`,
      name,
      order: at,
      is: 'open' as const,
    }));
    const lexicon: Lexicon = { ...cast, stages };
    expect(readAs('deals in new', lexicon)).toBe('Deals in New');
    expect(readAs('new deals this week', lexicon)).toBe('Deals created this week (16 Mar to 22 Mar 2026)');
    expect(readAs('open deals in demo over 50k', lexicon)).toBe('Open deals in Demo over $50,000');
  });

  test('an account whose name holds a word of the grammar is found whole', () => {
    expect(readAs('deals for Open Systems', cast)).toBe('Open deals for Open Systems');
    expect(readAs('open deals for 3M over 3m', cast)).toBe('Open deals for 3M over $3,000,000');
  });

  test('segments of another company are names there and unread here', () => {
    expect(readAs('enterprise deals in proposal', revops)).toBe('Deals of team Enterprise in Proposal');
    expect(read('enterprise deals in proposal', on(cast)).say).not.toBe('question');
  });
});

test('a mention is the person, and one of Steward itself at the start is nothing', () => {
  expect(readAs('<@U0BOTBOT1> pipeline for <@UPRIYA1>', cast)).toBe('Open pipeline of Priya Nair');
  expect(readAs('hey <@U0BOTBOT1> open deals in EMEA', cast)).toBe('Open deals in EMEA');
  expect(read('pipeline for <@U0NOBODY1>', on(cast)).say).not.toBe('question');
});

describe('slips in short names', () => {
  const people = (...names: string[]): Lexicon => ({
    ...cast,
    people: [
      ...cast.people,
      ...names.map((name, at) => ({
        id: `P${at}`,
        name,
        roles: [],
        teamId: null,
        territoryId: null,
        managerId: null,
      })),
    ],
  });

  test.each([
    ["show prya's open deals", 'Open deals of Priya Nair'],
    ['show pria open deals', 'Open deals of Priya Nair'],
    ['prya pipeline', 'Open pipeline of Priya Nair'],
    ['pria nair pipeline', 'Open pipeline of Priya Nair'],
    ['how many open deals does prya have', 'Number of open deals of Priya Nair'],
  ])('a letter left out, and one person it can be: %s', (text, expected) => {
    const reading = read(text, on(cast));
    expect(readAs(text, cast)).toBe(expected);
    expect(reading.say === 'question' && reading.assumptions).toEqual([
      expect.stringMatching(/^Read "(?:prya's|pria|prya|pria nair)" as Priya Nair\.$/),
    ]);
  });

  test('two letters swapped, and one person it can be', () =>
    expect(readAs('open deals of myaa', people('Maya Brooks'))).toBe('Open deals of Maya Brooks'));

  test('two people it can be: it asks which, wherever the name stands', () => {
    const two = people('Priya Shah');
    for (const text of ['prya pipeline', "show prya's open deals", 'deals of prya'])
      expect(readAs(text, two)).toMatch(/^\? Which "?prya(?:'s)?"?\? Priya Nair \| Priya Shah$/);
    expect(readAs('pria shah pipeline', two)).toBe('Open pipeline of Priya Shah');
  });

  test.each(['mary', 'tmo'])('with another letter, or too short, it is asked who is meant: %s', (name) => {
    const known = people('Mara Lindt', 'Tom Reyes');
    const meant = name === 'mary' ? 'Mara Lindt' : 'Tom Reyes';
    const reading = read(`show ${name} open deals`, on(known));
    const asks = reading.say === 'partly' ? reading.asks : null;
    expect(asks?.question).toBe(`Nobody is called "${name}" here. Who is meant?`);
    expect(asks?.options.map(({ label }) => label)).toContain(meant);
  });

  test.each(['pray', 'free', 'more', 'pro', 'loan', 'case', 'brat', 'gait'])(
    'an ordinary word is nobody: %s',
    (word) => {
      const near = people(
        'Fred Abel',
        'Moreen Cole',
        'Mora Diaz',
        'Pru Ives',
        'Logan West',
        'Chase Hill',
        'Bram Voss',
        'Gail Kerr',
        'Prayag Rao',
      );
      for (const text of [`show ${word} deals`, `deals of ${word}`, `${word} pipeline`]) {
        expect(readAs(text, near)).not.toMatch(/ of (?:Fred|Mor|Pr|Logan|Chase|Bram|Gail)|Which/);
        expect(readAs(text, near)).not.toContain('Nobody is called');
      }
    },
  );
});
