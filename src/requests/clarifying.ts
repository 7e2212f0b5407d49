/** Questions back: the candidates with a fact that tells them apart, the likeliest first, at most five. */
import { answerQuestion } from '../crm/questions.ts';
import type { Db } from '../db/pool.ts';
import { nearestTo } from '../language/nearest.ts';
import type { Choice, Option, Path } from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import { count, number } from '../story/format.ts';
import { contextOf } from './asking.ts';
import type { Company } from './company.ts';
import { longerOf } from './completing.ts';
import { type Outcome, outcome } from './outcome.ts';
import { mayGive } from './plans.ts';
import type { ClarifyOption, Said } from './reply.ts';
import { nothingKept } from './store.ts';
import { suggestions } from './suggest.ts';
import type { Topic } from './topic.ts';

const most = 5;
type Use = { db: Db; company: Company; by: Person };

export async function clarify(
  use: Use,
  question: string,
  options: Option[],
): Promise<{ said: Extract<Said, { kind: 'clarify' }>; choices: Choice[] }> {
  const facts = await factsOf(use, options);
  const kinds = new Set(options.map((option) => option.kind));
  const ranked = options
    .map((option) => ({ option, fact: facts.get(keyOf(option)) }))
    .sort((a, b) => (b.fact?.deals ?? 0) - (a.fact?.deals ?? 0))
    .slice(0, options.length > most ? most : options.length);
  const all =
    options.length > 1 &&
    options.length <= most - 1 &&
    kinds.size === 1 &&
    ranked[0]?.option.kind !== 'reading';
  const choices = ranked.map(({ option }) => option.choice);
  const listed = ranked.map(({ option, fact }, at): ClarifyOption => {
    const kind = kinds.size > 1 && option.kind !== 'reading' ? option.kind : null;
    const said = [kind, option.fact, fact?.said].filter((part) => part);
    return { choice: `option:${at}`, label: option.label, fact: said.length > 0 ? said.join(', ') : null };
  });
  if (all && choices[0]) {
    choices.push({ ...choices[0], ids: options.flatMap((option) => option.choice.ids) });
    listed.push({
      choice: `option:${listed.length}`,
      label: options.length === 2 ? 'Both' : `All ${options.length}`,
      fact: null,
    });
  }
  const more =
    options.length > most
      ? ` ${number(options.length)} match; these have the most deals. ${/["“](?:her|him|his|hers|she|he|they|them|their)["”]/i.test(question) ? 'A name finds' : 'A longer name finds'} the others.`
      : '';
  return { said: { kind: 'clarify', question: `${question}${more}`, options: listed }, choices };
}

const keyOf = (option: Option): string => `${option.kind}:${option.choice.ids[0] ?? ''}`;
const fieldOf: Partial<Record<Option['kind'], string>> = {
  account: 'account',
  person: 'owner',
  product: 'product',
  stage: 'stage',
  team: 'team',
  territory: 'territory',
};

type Fact = { said: string; deals: number };

/** Open deals of each candidate that the asker may see; of people also where they work; the id where names are equal. */
async function factsOf(use: Use, options: Option[]): Promise<Map<string, Fact>> {
  const facts = new Map<string, Fact>();
  for (const option of options) {
    const field = fieldOf[option.kind];
    const [id] = option.choice.ids;
    if (!field || id === undefined) continue;
    const open = {
      all: [
        { field: 'status', is: 'open' },
        { field, is: id },
      ],
    };
    const { total } = await answerQuestion(
      use.db,
      { of: 'deal', where: open, measure: { count: true } },
      contextOf(use),
    );
    const twin = options.some((other) => other !== option && other.label === option.label);
    const said = [place(use.company, option.kind, id), count(total, 'open deal'), twin ? id : null];
    facts.set(keyOf(option), { said: said.filter((part) => part !== null).join(', '), deals: total });
  }
  return facts;
}

function place(company: Company, kind: Option['kind'], id: string): string | null {
  if (kind !== 'person') return null;
  const person = company.lexicon.people.find((one) => one.id === id);
  return company.lexicon.teams.find((team) => team.id === person?.teamId)?.name ?? null;
}

/**
 * The question back as what came of a request; the answer goes on from where it did. `words` are those of the person: where
 * there is nothing to choose from, the requests nearest to them are offered.
 */
export async function askedBack(
  use: Use,
  asks: { question: string; options: Option[] },
  reading: { path: Path; choices: Choice[]; topic: Topic; text?: string },
  words: string,
): Promise<Outcome> {
  const { said, choices } = await clarify(use, asks.question, asks.options);
  const next =
    asks.options.length === 0
      ? nearestTo(words, null, use.company, (command) => mayGive(use.by, command))
      : [];
  const isCut = asks.options.length > choices.length && reading.choices.length === 0;
  return outcome(next.length > 0 ? { ...said, next: suggestions(next) } : said, 'clarify_needed', {
    path: reading.path,
    kept: {
      ...nothingKept,
      choices: reading.choices,
      options: choices,
      completes: isCut ? longerOf(reading.text ?? '', asks.options) : null,
      it: reading.topic.it,
      // The answer goes on from where the question did.
      frame: reading.topic.thread,
      top: reading.topic.top ?? false,
    },
  });
}
