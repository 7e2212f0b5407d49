import { describe, expect, test } from 'vitest';
import type { Lexicon } from '../../src/language/lexicon.ts';
import { type Learned, templateOf } from '../../src/language/phrasings/learn.ts';
import { patternWords, sampleOf, wrongWith } from '../../src/language/phrasings/wording.ts';
import { read, readByRules } from '../../src/language/reader.ts';
import { type Clause, emptyFrame, type Frame } from '../../src/language/request.ts';
import { cast } from './companies.ts';
import { on, readAs } from './say.ts';

const open: Clause = { says: 'status', is: ['open'], implied: false };
const of = (kind: 'person' | 'stage' | 'territory' | 'account', name: string): Clause => {
  const list = {
    person: cast.people,
    stage: cast.stages,
    territory: cast.territories,
    account: cast.accounts,
  };
  const id = list[kind].find((one) => one.name === name)?.id ?? '';
  const field = kind === 'person' ? 'owner' : kind;
  return { says: 'names', field, kind, names: [{ id, name }], not: false };
};
const days = (from: number, field = 'days_since_activity'): Clause => ({
  says: 'range',
  field,
  unit: 'days',
  from,
  to: null,
  exclusive: ['from'],
  currency: null,
  said: null,
});
const frame = (clauses: Clause[], more: Partial<Frame> = {}): Frame => ({ ...emptyFrame, clauses, ...more });
const about = { ...on(cast), today: '2026-03-20' };
const learn = (text: string, meant: Frame): Learned | null => templateOf(text, meant, about);

let made = 0;
const taught = (learned: Learned | null, lexicon: Lexicon = cast): Lexicon => {
  if (!learned) throw new Error('Nothing was learned.');
  made += 1;
  return {
    ...lexicon,
    phrasings: [...lexicon.phrasings, { id: made, phrasing: made, version: 1, ...learned }],
  };
};

const quiet = frame([open, of('person', 'Priya Nair'), days(30)]);

describe('what is learned', () => {
  test('a name becomes a slot, so that it is learned of everybody', () => {
    const learned = learn('stuff gone stone cold on Priya', quiet);
    expect(learned?.template).toBe('stuff gone stone cold on <person>');
    expect(JSON.stringify(learned)).not.toMatch(/priya|nair/i);
    expect(learned && patternWords(learned.pattern, on(cast))).toBe(
      'Open deals of <person> without activity for more than 30 days',
    );
  });
});

test('x', () => {
  const lexicon = taught(learn('stuff gone stone cold on Priya', quiet));
  console.log(
    readAs('stuff gone stone cold on Priya', cast),
    '|',
    readAs('stuff gone stone cold on Tom', lexicon),
    '|',
    readAs('Stuff gone stone cold on Dan Cole?', lexicon),
  );
  console.log(sampleOf(lexicon.phrasings[0]!, cast), wrongWith(lexicon.phrasings[0]!, on(cast)));
  const l2 = learn(
    'stage Negotiation zonked for 30 days over 50k last quarter',
    frame([
      open,
      of('stage', 'Negotiation'),
      days(30, 'days_in_stage'),
      {
        says: 'range',
        field: 'amount',
        unit: 'money',
        from: 50000,
        to: null,
        exclusive: ['from'],
        currency: null,
        said: null,
      },
      { says: 'period', field: 'created_on', period: 'last quarter' },
    ]),
  );
  console.log(JSON.stringify(l2), l2 && patternWords(l2.pattern, on(cast)));
});
