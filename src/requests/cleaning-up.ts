/** Cleaning up somebody's deals: those that are past their close date or lie idle, the least likely first, closed as lost. */
import { changeable } from '../changes/assign.ts';
import { whoSignsBulk } from '../changes/bulk.ts';
import { closeOut } from '../changes/close-out.ts';
import type { Clock } from '../clock.ts';
import { forecastFor } from '../crm/outlook.ts';
import { answerQuestion } from '../crm/questions.ts';
import type { Db } from '../db/pool.ts';
import type { Command, NamedValue } from '../language/request.ts';
import { personById } from '../people/people.ts';
import { inScope, scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import type { DealRow } from '../sales/answer.ts';
import type { Condition } from '../sales/conditions.ts';
import { dayIn, daysBetween } from '../sales/days.ts';
import { deadDeal } from '../sales/dead.ts';
import { fold } from '../sales/text.ts';
import { numberSetting } from '../settings/settings.ts';
import { count, firstName, list, money, number, percent } from '../story/format.ts';
import { contextOf } from './asking.ts';
import { bulkDone, bulkSaid, staying, whoApproves } from './assigning.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import { placeNamed } from './named-places.ts';
import { type Done, type Planned, undoBatch } from './plan.ts';
import type { ThingsTable } from './reply.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type CleanUp = Extract<Command, { do: 'clean_up' }>;

/** What one can look through before saying yes: of a person, of a place. */
const atOnce = { person: 20, place: 50 };

export async function cleanUpPlan(use: Use, command: CleanUp): Promise<Planned> {
  const of = await whose(use, command);
  if (!of)
    return {
      instead: lacking(
        command.who
          ? 'That person does not work here any more. Whose deals?'
          : 'That place is not there any more. Where?',
      ),
    };
  const lost = lostStage(use.company);
  if (lost === null) return { nothing: 'No stage of this company means lost, so nothing can be closed.' };
  const found = await dead(use, of);
  if (found.length === 0)
    return {
      nothing: `No open deal${of.none} is past its close date or without activity. Nothing to clean up.`,
    };
  const { may, mayNot } = await changeable(
    use,
    found.map(({ deal }) => deal.id),
    { by: use.by, field: 'stage' },
  );
  const offered = found.filter(({ deal }) => may.includes(deal.id)).slice(0, await mostOf(use, of));
  const out = leftOut(offered, command.except ?? []);
  if ('unknown' in out)
    return {
      instead: lacking(
        `"${out.unknown}" is none of the deals that would be closed. Which of them are to stay open?`,
        'all but …',
      ),
    };
  const deals = offered.filter(({ deal }) => !out.ids.includes(deal.id));
  const approvers = mayNot.some(({ because }) => because !== null) ? await whoApproves(use) : '';
  const [first] = mayNot;
  if (deals.length === 0 && offered.length > 0)
    return { nothing: `${count(offered.length, 'deal')} left out: nothing is left to close.` };
  if (deals.length === 0)
    return {
      instead: refusing(
        `Closing these deals is not possible for you: it needs ${first?.needs ?? 'the manager of these deals'}.${first?.because ? approvers : ''}`,
      ),
    };
  const bulk = await bulkSaid(use, deals.length);
  if ('because' in bulk) return { instead: refusing(bulk.because) };
  const more = found.length - mayNot.length - offered.length;
  const rest = more > 0 ? `${count(more, 'more deal')} like these can be closed after that.` : '';
  const undoDays = numberSetting(use.company.settings, 'undo_days');
  return {
    headline: `Close ${of.some(deals.length)} as ${lost}.`,
    consequence: [
      'Past the close date or without activity; the least likely to be won first.',
      leftOutSaid(offered.filter(({ deal }) => out.ids.includes(deal.id))),
      rest,
      ...bulk.lines,
      ...staying(mayNot, approvers),
    ]
      .filter((part) => part !== '')
      .join(' '),
    table: {
      caption: `Deals to close as ${lost}`,
      head: ['Deal', 'Amount', 'Likely', 'Days past', 'Days idle'],
      rows: deals.map((one) => rowOf(one, use.company)),
    },
    wayBack: `Way back: ${deals.length === 1 ? '"undo"' : '"undo" takes all of it back'}, for ${undoDays} days.`,
    count: deals.length,
    ...(offered.length > 1
      ? {
          choose: offered.map(({ deal }) => ({
            id: deal.id,
            label: deal.name,
            chosen: !out.ids.includes(deal.id),
          })),
        }
      : {}),
    command: { ...command, except: out.ids },
    verb: deals.length === 1 ? 'Close it' : `Close ${deals.length} deals`,
    mark: JSON.stringify(deals.map(({ deal }) => [deal.id, deal.stage])),
  };
}

export async function carryOutCleanUp(use: Use, command: CleanUp): Promise<Done> {
  const of = await whose(use, command);
  const lost = lostStage(use.company);
  const found = of && lost !== null ? await dead(use, of) : [];
  const { may } = await changeable(
    use,
    found.map(({ deal }) => deal.id),
    { by: use.by, field: 'stage' },
  );
  const most = of ? await mostOf(use, of) : 0;
  const offered = found.filter(({ deal }) => may.includes(deal.id)).slice(0, most);
  const out = leftOut(offered, command.except ?? []);
  const deals = offered.map(({ deal }) => deal).filter(({ id }) => 'ids' in out && !out.ids.includes(id));
  const { batch } = await closeOut(use, { deals, to: lost ?? '', by: use.by });
  const so = bulkDone(use, deals.length);
  if (so.waits)
    return {
      sentence: `${firstName(use.by.name)} asked to close ${count(deals.length, 'deal')} as ${lost}. ${so.said}`,
      back: undoBatch(batch),
    };
  return {
    sentence: `${firstName(use.by.name)} closed ${count(deals.length, 'deal')}${of?.closed ?? ''} as ${lost}. A deal that moves meanwhile stays.${so.said}`,
    back: undoBatch(batch),
  };
}

/** Where nobody else could give the second approval, so many as need none. */
async function mostOf({ db, by, company }: Use, { most }: Whose): Promise<number> {
  const limit = numberSetting(company.settings, 'bulk_limit');
  return most <= limit || (await whoSignsBulk(db, by.id)).length > 0 ? most : limit;
}

/** The ids of those that stay, as they were named; or the first words that name none of them. */
function leftOut(offered: Dead[], except: string[]): { ids: string[] } | { unknown: string } {
  const ids = new Set<string>();
  for (const words of except) {
    const named = fold(words);
    const found = offered.filter(
      ({ deal }) => deal.id === words || fold(deal.id) === named || fold(deal.name).includes(named),
    );
    if (found.length === 0) return { unknown: words };
    for (const { deal } of found) ids.add(deal.id);
  }
  return { ids: [...ids] };
}

const mostNamed = 5;
const leftOutSaid = (out: Dead[]): string =>
  out.length === 0
    ? ''
    : `${count(out.length, 'deal')} left out: ${list([
        ...out.slice(0, mostNamed).map(({ deal }) => deal.name),
        ...(out.length > mostNamed ? [`${out.length - mostNamed} more`] : []),
      ])}.`;

/** Of whose or which deals it is, and how that is said. */
type Whose = {
  where: Condition;
  most: number;
  /** "2 deals of Priya Nair" */
  some: (n: number) => string;
  /** After "no open deal", and after how many were closed. */
  none: string;
  closed: string;
};

async function whose(use: Use, command: CleanUp): Promise<Whose | null> {
  const { who } = command;
  if (who === null) return inPlace(use, command);
  const person = await theirs(use, who);
  if (!person) return null;
  const mine = person.id === use.by.id;
  return {
    where: { field: 'owner', is: person.id },
    most: atOnce.person,
    some: (n) => (mine ? `${n} of your deals` : `${count(n, 'deal')} of ${person.name}`),
    none: mine ? ' of yours' : ` of ${person.name}`,
    closed: ` of ${mine ? 'their own' : person.name}`,
  };
}

/** What is beyond the asker's sight is in no list, whatever place is named. */
function inPlace({ company }: Use, { where }: CleanUp): Whose | null {
  const place = where ? placeNamed(company, where) : null;
  const of = place && 'of' in place && typeof place.of !== 'string' ? place.of : null;
  if (where && !of) return null;
  const said = !of ? '' : where?.kind === 'territory' ? ` in ${of.name}` : ` of ${of.name}`;
  return {
    where: of && where ? { field: where.kind, is: of.id } : { all: [] },
    most: atOnce.place,
    some: (n) => `${count(n, 'deal')}${said}`,
    none: said,
    closed: said,
  };
}

/** Only somebody whose deals the asker may see. */
async function theirs({ db, by }: Use, who: NamedValue): Promise<Person | null> {
  const person = await personById(db, who.id === 'me' ? by.id : who.id);
  const seen = person && inScope(scopeOf(by), { territoryId: person.territoryId, ownerId: person.id });
  return person?.active && seen ? person : null;
}

const lostStage = ({ lexicon }: Company): string | null =>
  lexicon.stages.find((stage) => stage.is === 'lost')?.name ?? null;

type Dead = { deal: DealRow; likely: number | null; idle: number | null; past: number | null };

/** By how likely they are won in this quarter, as the forecast has it; of those without an amount nobody knows. */
async function dead(use: Use, { where }: Whose): Promise<Dead[]> {
  const context = contextOf({ ...use, longest: 500 });
  const answer = await answerQuestion(
    use.db,
    {
      of: 'deal',
      where: {
        all: [{ field: 'status', is: 'open' }, where, deadDeal],
      },
      measure: 'rows',
    },
    context,
  );
  if (answer.kind !== 'rows' || answer.rows.length === 0) return [];
  const { outlook } = await forecastFor(use.db, context);
  const rates = new Map(outlook.open.map(({ id, rate }) => [id, rate]));
  const today = dayIn(use.company.now, use.company.zone);
  return answer.rows
    .map((deal) => ({
      deal,
      likely: rates.get(deal.id) ?? null,
      idle: deal.daysSinceActivity,
      past: deal.closeDate === null ? null : daysBetween(deal.closeDate, today),
    }))
    .toSorted(
      (a, b) =>
        (a.likely ?? unknown) - (b.likely ?? unknown) ||
        (b.idle ?? 0) - (a.idle ?? 0) ||
        (a.deal.id < b.deal.id ? -1 : 1),
    );
}

/** Nothing is closed for being of an amount that no forecast counts: these come last. */
const unknown = 2;

type Cell = ThingsTable['rows'][number][number];
const days = (n: number | null): Cell => (n === null || n <= 0 ? '–' : { value: n, text: number(n) });

const rowOf = ({ deal, likely, idle, past }: Dead, { companyCurrency }: Company): Cell[] => [
  deal.name,
  deal.amount === null
    ? '–'
    : { value: deal.amount, text: money(deal.amount, deal.currency, companyCurrency) },
  likely === null ? '–' : { value: likely, text: likely < 0.005 ? 'under 1%' : percent(likely) },
  days(past),
  days(idle),
];
