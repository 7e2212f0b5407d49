/** The way of a request that the rules could not read: a language model reads it into the same typed question, or it stays unread. */
import { accountsInScope } from '../crm/accounts.ts';
import type { Db } from '../db/pool.ts';
import type { AskedNoun, Choice, Frame, Option } from '../language/request.ts';
import { squash } from '../language/text.ts';
import { whichInstead } from '../language/unknown.ts';
import type { Personal } from '../models/masking.ts';
import type { Models } from '../models/models.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import { dayIn } from '../sales/days.ts';
import { fields } from '../sales/fields.ts';
import { metrics } from '../sales/metrics.ts';
import type { Company } from './company.ts';
import { type FromModel, frameFrom, type Unsure } from './frame-from.ts';
import { accountsIn } from './in-sight.ts';
import type { Metering } from './metering.ts';
import { groupingSchema, type TypedQuestion } from './model-reply.ts';
import type { Outcome } from './outcome.ts';

type Use = { db: Db; models: Models; company: Company; by: Person; meter: Metering };

export type ReadByModel =
  | { say: 'none' }
  | { say: 'spent' }
  | { say: 'question'; frame: Frame; unread: string[] }
  | { say: 'which'; question: string; options: Option[] }
  /** It asks for reasons or advice. */
  | { say: 'open' }
  /** The model says that it is no question about sales, or names what does not exist. */
  | { say: 'unread'; sentence: string }
  | { say: 'failed'; category: NonNullable<Outcome['failed']>['category']; sentence: string };

const deadlineMs = 15_000;

export async function readByModel(
  use: Use,
  input: { text: string; choices: Choice[] },
): Promise<ReadByModel> {
  const { models, company, meter } = use;
  if (!models.configured) return { say: 'none' };
  const read = await models.extract({
    prompt: 'read-request',
    schema: groupingSchema,
    text: input.text,
    fill: known(company),
    personal: personalIn(company),
    deadlineMs,
    meter,
  });
  if (!read.ok)
    return read.category === 'budget'
      ? { say: 'spent' }
      : { say: 'failed', category: read.category, sentence: read.sentence };
  const { message, question, unread } = read.value;
  if (message === 'open question') return { say: 'open' };
  if (message !== 'question') return { say: 'unread', sentence: notAsked[message] };
  const found = await frameInSight(use, question, input.choices);
  if ('frame' in found) return { say: 'question', frame: found.frame, unread };
  if ('unknown' in found)
    return { say: 'unread', sentence: `"${found.unknown.slice(0, 60)}" is not known here.` };
  return asksBack(use, found.unsure);
}

const notAsked = {
  'wants a change': 'The language model took it for something to change, which is done by rules alone.',
  'something else': 'The language model did not take it for a question about sales.',
};

/** What a prompt is told of the company: names that it has given itself, none that came from outside. */
export function known(company: Company): Record<string, string> {
  const { lexicon } = company;
  const names = (list: { name: string }[]): string =>
    list
      .slice(0, 60)
      .map(({ name }) => name)
      .join(', ') || 'none';
  const fieldsOf = (noun: AskedNoun): string =>
    fields(noun)
      .filter(({ personal }) => !personal)
      .map(({ name, type, groupable }) => `${name} (${type}${groupable ? ', groups' : ''})`)
      .join(', ');
  return {
    today: dayIn(company.now, company.zone),
    currency: company.companyCurrency,
    deal_fields: fieldsOf('deal'),
    lead_fields: fieldsOf('lead'),
    activity_fields: fieldsOf('activity'),
    account_fields: fieldsOf('account'),
    contact_fields: fieldsOf('contact'),
    metrics: metrics
      .map(({ name, of, formula, dated, by }) => {
        const groups = by === 'any' ? 'any' : by.join(', ') || 'nothing';
        return `${name} (of ${of}, period on ${dated}, by ${groups}): ${formula}`;
      })
      .join('\n'),
    stages: names(lexicon.stages),
    teams: names(lexicon.teams),
    territories: names(lexicon.territories),
    products: names(lexicon.products),
  };
}

/** Everybody's names, which a model sees as placeholders. */
export const personalIn = ({ lexicon }: Company): Personal[] =>
  lexicon.people.flatMap(({ name, also }) =>
    [name, ...(also ?? []), ...name.split(' ')]
      .filter((one) => one.length > 2)
      .map((value) => ({ kind: 'PERSON' as const, value })),
  );

// Each round hides what the person may not know; names alike come together, so that this many leave none that matters.
const rounds = 4;

/** The typed question with the names that this person may know: an account beyond their scope is as if it were not there. */
export async function frameInSight(
  { db, company, by }: Pick<Use, 'db' | 'company' | 'by'>,
  question: TypedQuestion,
  choices: Choice[] = [],
): Promise<FromModel> {
  const scope = scopeOf(by);
  let { lexicon } = company;
  for (let round = 1; ; round++) {
    const found = frameFrom(question, { ...company, lexicon, choices });
    if ('everything' in scope) return found;
    const named = accountsOf(found);
    const seen = named.length > 0 ? await accountsInScope(db, named, scope) : new Set(named);
    if (named.every((id) => seen.has(id))) return found;
    const accounts =
      round < rounds ? lexicon.accounts.filter(({ id }) => !named.includes(id) || seen.has(id)) : [];
    lexicon = { ...lexicon, accounts };
  }
}

const accountsOf = (found: FromModel): string[] => {
  if ('frame' in found) return accountsIn(found.frame);
  return 'unsure' in found
    ? found.unsure.entries.filter(({ kind }) => kind === 'account').map(({ id }) => id)
    : [];
};

async function asksBack(
  { db, company, by }: Use,
  { said, kind, entries }: Unsure,
): Promise<Extract<ReadByModel, { say: 'which' | 'unread' }>> {
  const choices = entries.slice(0, 25).map(
    ({ id, name }): Option => ({
      label: name,
      kind,
      fact: null,
      choice: { words: squash(said), kind, ids: [id] },
    }),
  );
  if (choices.length > 0 && kind !== 'value' && kind !== 'tag')
    return { say: 'which', question: `Which ${said}?`, options: choices };
  const instead = whichInstead(company.lexicon, kind, said);
  const scope = scopeOf(by);
  const seen =
    kind !== 'account' || 'everything' in scope
      ? null
      : await accountsInScope(
          db,
          (instead?.options ?? []).flatMap(({ choice }) => choice.ids),
          scope,
        );
  const options = (instead?.options ?? []).filter(({ choice }) => !seen || seen.has(choice.ids[0] ?? ''));
  return instead && options.length > 0
    ? { say: 'which', question: instead.question, options }
    : { say: 'unread', sentence: `"${said}" is not known here.` };
}
