/** Training hints: who gets one today, and which is next. Each hint comes to a person once, ever. */
import { gapsIn } from '../crm/gaps.ts';
import { hintFacts } from '../crm/hint-facts.ts';
import type { Db } from '../db/pool.ts';
import { holdersOfAny } from '../people/people.ts';
import type { Person } from '../policy/nouns.ts';
import type { Condition } from '../sales/conditions.ts';
import { inactiveDeal } from '../sales/dead.ts';
import { requirable, requiredIn } from '../sales/required.ts';
import { numberSetting, settingValue } from '../settings/settings.ts';
import { type HintName, hintNames, hintOf, type Own } from '../story/hints.ts';
import type { Report } from '../story/report.ts';
import type { ReportUse } from './kept-reports.ts';
import type { LookUse } from './looking.ts';

export type Learner = { person: Person; given: HintName[] };

const atPerson = ({ id, teamId, territoryId }: Person) => ({ personId: id, teamId, territoryId });

/** Those in Slack for whom it is on, who have had none today and not yet all. */
export async function hintsDue(db: Db, use: ReportUse): Promise<Learner[]> {
  if (!use.settings.some(({ name, value }) => name === 'training_hints' && value === true)) return [];
  const people = (await holdersOfAny(db, ['rep'])).filter(
    (person) =>
      person.slackId !== null &&
      settingValue(use.settings, 'training_hints', atPerson(person)).value === true,
  );
  const { rows } = await db.raw<{ rows: { person: string; given: HintName[]; today: boolean }[] }>(
    `select split_part(place, '/', 1) as person, array_agg(split_part(place, '/', 2)) as given, bool_or(on_day >= ?::date) as today
     from reports where kind = 'hint' and split_part(place, '/', 1) = any(?) group by 1`,
    [use.today, people.map(({ id }) => id)],
  );
  return people.flatMap((person) => {
    const had = rows.find((row) => row.person === person.id);
    if (had?.today || (had?.given.length ?? 0) >= hintNames.length) return [];
    return [{ person, given: had?.given ?? [] }];
  });
}

/** The first that has something to say to each of them and has not been given. */
export async function nextHints(
  trx: Db,
  use: LookUse,
  learners: Learner[],
): Promise<{ person: Person; place: string; report: Report }[]> {
  if (learners.length === 0) return [];
  const company = await hintFacts(trx, use.today);
  const enough = numberSetting(use.settings, 'basis_cases');
  const own = await ownOf(trx, use, learners, company.won.days ?? 0);
  return learners.flatMap(({ person, given }) => {
    const of = { company, enough, own: own(person) };
    const next = hintNames
      .filter((name) => !given.includes(name))
      .map((name) => ({ name, report: hintOf(name, of) }))
      .find(({ report }) => report !== null);
    return next?.report ? [{ person, place: `${person.id}/${next.name}`, report: next.report }] : [];
  });
}

/** Each one's open deals by their own limits, all in one statement. */
async function ownOf(
  trx: Db,
  use: LookUse,
  learners: Learner[],
  wonDays: number,
): Promise<(person: Person) => Own> {
  const lacks: Condition[] = requirable.map((field) => ({
    field,
    missing: true,
    namedBy: 'required_fields',
  }));
  const rows = await gapsIn(
    trx,
    [
      { any: lacks },
      { field: 'next_step', missing: true },
      inactiveDeal,
      { field: 'age', from: Math.ceil(wonDays), exclusive: ['from'] },
      { field: 'close_date_pushes', from: 2 },
      ...lacks,
    ],
    { field: 'owner', is: learners.map(({ person }) => person.id) },
    use,
    'owner',
  );
  return (person) => {
    const row = rows.find(({ id }) => id === person.id);
    const held = (n: number): number => row?.held[n]?.deals ?? 0;
    return {
      open: row?.open ?? 0,
      required: requiredIn(settingValue(use.settings, 'required_fields', atPerson(person)).value),
      incomplete: held(0),
      nextStep: held(1),
      inactive: held(2),
      old: held(3),
      pushed: held(4),
      lacking: requirable.map((field, n) => ({ field, deals: held(5 + n) })),
    };
  };
}
