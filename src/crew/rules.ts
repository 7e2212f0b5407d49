/**
 * Rules that tell somebody or start something outside, as further triggers of the agent that looks at single deals: so what changed and what came due is
 * read once for all, each deal is told once for as long as it lasts, and the message is a card like any other.
 */
import type { Agent, Trigger } from '../agents/nouns.ts';
import { conditionsHolding } from '../crm/rules.ts';
import type { Db } from '../db/pool.ts';
import { redrawCardsOfFinding } from '../exceptions/findings.ts';
import { whenSaid } from '../language/rule-said.ts';
import type { Wording } from '../language/understanding.ts';
import { peopleById } from '../people/people.ts';
import { inScope, scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import type { Condition } from '../sales/conditions.ts';
import { calendarOf } from '../sales/leaf.ts';
import { activePauses } from '../settings/pauses.ts';
import { conditionOf, dayOfEvent, moveOf, type Rule, ruleName } from '../settings/rule.ts';
import { textSetting } from '../settings/settings.ts';
import { day, money } from '../story/format.ts';
import { channelKey } from './kpi-alerts.ts';
import type { FigureEvidence } from './look-at-figures.ts';
import type { LookUse } from './looking.ts';
import { type Begun, begin } from './starts.ts';

/** Those that tell or start something, switched on or in shadow. */
export const tellingOf = (rules: readonly Rule[]): Rule[] =>
  rules.filter(({ effect, mode }) => mode !== 'off' && ['notify', 'flag', 'start'].includes(effect.does));

/** The agent with these rules beside its own triggers. */
export const watchingFor = (agent: Agent, rules: readonly Rule[]): Agent =>
  rules.length === 0 ? agent : { ...agent, triggers: [...agent.triggers, ...rules.map(triggerOf)] };

function triggerOf(rule: Rule): Trigger {
  const said = () => `Rule ${rule.rule} is true of it`;
  const condition = conditionOf(rule, rule.begunOn);
  const move = moveOf(rule);
  const finds = move ? { event: { move, after: rule.at.toISOString() } } : { condition };
  return {
    ...finds,
    name: ruleName(rule),
    label: `of which rule ${rule.rule} is true`,
    of: 'deal',
    severity: 'information',
    limit: 'stale_days',
    reads: settingsIn(condition),
    why: said,
    because: said,
    says: said,
    tells: 'stage',
    over: `rule ${rule.rule} is true of it no longer`,
    sinceDay: dayOfEvent(rule.happens) ?? 'created_on',
    daily: restsOnMore(condition),
  };
}

const leaves = (condition: Condition): Extract<Condition, { field: string }>[] => {
  if ('all' in condition) return condition.all.flatMap(leaves);
  if ('any' in condition) return condition.any.flatMap(leaves);
  return 'not' in condition ? leaves(condition.not) : [condition];
};

const settingsIn = (condition: Condition): string[] => [
  ...new Set([...JSON.stringify(condition).matchAll(/"setting":"(\w+)"/g)].flatMap(([, name]) => name ?? [])),
];
/** A named period is another one tomorrow; an account or a person changes without its deals. */
const restsOnMore = (condition: Condition): boolean =>
  /"period":/.test(JSON.stringify(condition)) ||
  leaves(condition).some(({ field }) => field.includes('.') || field === 'team');

type Row = {
  id: number;
  trigger: string;
  subject_id: string;
  since: string;
  name: string;
  amount: number | null;
  currency: string | null;
  stage: string;
  detail: { before: number | string; after: number | string } | null;
  last_activity_on: string | null;
  close_date: string | null;
  owner: string | null;
  owner_id: string | null;
  account_id: string | null;
  territory_id: string | null;
  manager_id: string | null;
};
type Note = { id: number; evidence: FigureEvidence | { fact?: string }; tells: boolean };
/** One run tells of so many; the rest comes with the next. */
const mostAtOnce = 500;

/**
 * Gives each new finding of a rule its words and its readers; `tellFigures` posts them. Nobody is told of a deal that they do
 * not see, that was so when the rule began, or whose customer is paused; nor is anything started for one. `shadow`: the agent
 * is, so nothing is started at all, now or later.
 */
export async function noteRules(
  trx: Db,
  use: LookUse,
  rules: readonly Rule[],
  { shadow }: { shadow: boolean },
): Promise<void> {
  await endTold(trx, use, rules);
  if (rules.length === 0) return;
  await leaveStanding(trx, use, rules);
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `select f.id, f.trigger, f.subject_id, f.since, f.detail, d.name, d.amount, d.currency, d.last_activity_on, d.close_date, s.name as stage, o.name as owner, d.owner_id, d.account_id, d.territory_id,
       coalesce(om.id, tm.id) as manager_id
     from findings f join deals d on d.id = f.subject_id join stages s on s.id = d.stage_id
       left join people o on o.id = d.owner_id left join people om on om.id = o.manager_id and om.active
       left join lateral (
         select m.id from people m left join teams t on t.id = m.team_id
         where m.active and 'manager' = any(m.roles) and coalesce(m.territory_id, t.territory_id) = d.territory_id
         order by m.name limit 1) tm on om.id is null
     where f.trigger like 'rule:%' and f.trigger = any(?) and f.gone_at is null and f.taken_up_at is null
     order by f.worth desc, f.id limit ?`,
    [rules.map(ruleName), mostAtOnce],
  );
  if (rows.length === 0) return;
  const paused = await pausedIn(trx, use);
  const held = await conditionsHolding(
    trx,
    rules.map((rule) => conditionOf(rule, rule.begunOn)),
    rows.map((row) => row.subject_id),
    use,
  );
  const people = await readersOf(trx, rules, rows);
  const begun: Begun[] = [];
  const notes = rows.flatMap((row): Note[] => {
    const place = rules.findIndex((rule) => ruleName(rule) === row.trigger);
    const rule = rules[place];
    // It may come due before it is true ("10 to 20 days"), and waits for a customer to be resumed.
    if (!rule || paused(row.account_id)) return [];
    if (!held.get(row.subject_id)?.includes(place))
      // What has happened is told at once or never: the rest was not true of it then.
      return moveOf(rule) ? [{ id: row.id, evidence: {}, tells: false }] : [];
    if (rule.effect.does === 'start') {
      const starts = !shadow && rule.mode === 'on' && seeing(people, rule, row).length > 0;
      if (starts) begun.push(begunOf(use, rule, rule.effect.workflow ?? 0, row));
      return [
        {
          id: row.id,
          evidence: { fact: factOf(rule, row, textSetting(use.settings, 'company_currency')) },
          tells: false,
        },
      ];
    }
    return [
      { id: row.id, ...noted(use, rule, row, rule.mode === 'shadow' ? [] : seeing(people, rule, row)) },
    ];
  });
  await trx.raw(
    `update findings f set evidence = n.evidence, taken_up_at = case when n.tells then null else ?::timestamptz end
     from jsonb_to_recordset(?::jsonb) as n(id bigint, evidence jsonb, tells boolean) where f.id = n.id`,
    [use.now, JSON.stringify(notes)],
  );
  await begin(trx, use, begun);
}

const begunOf = (use: LookUse, rule: Rule, workflowId: number, row: Row): Begun => ({
  rule,
  said: whenSaid(rule, wordingOf(use)),
  workflowId,
  findingId: row.id,
  runId: use.runId,
  deal: { id: row.subject_id, name: row.name, stage: row.stage },
  since: row.since,
});

/** The messages about what is true no longer say so; of a rule that was deleted or switched off all of them. */
async function endTold(trx: Db, use: LookUse, rules: readonly Rule[]): Promise<void> {
  const names = rules.map(ruleName);
  // What has happened has happened.
  const lasting = rules.filter((rule) => !moveOf(rule)).map(ruleName);
  const over: string[] = await trx('sweeps')
    .where('trigger', 'like', 'rule:%')
    .whereNotIn('trigger', names)
    .pluck('trigger');
  if (names.length + over.length === 0) return;
  if (over.length > 0) {
    await trx.raw(
      `with ended as (
         update findings set gone_at = ?, gone_because = 'its rule holds no longer' where trigger like 'rule:%' and trigger = any(?) and gone_at is null
       ), undue as (delete from due where trigger = any(?))
       delete from sweeps where trigger = any(?)`,
      [use.now, over, over, over],
    );
  }
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `update findings f set evidence = jsonb_set(f.evidence, '{told,headline}', to_jsonb((f.evidence->>'fact') || case when f.trigger = any(?) then ' no longer' else '; the rule holds no longer' end))
     where f.trigger like 'rule:%' and f.trigger = any(?) and f.gone_at = ? and f.evidence->'told'->>'headline' = f.evidence->>'fact'
       and not exists (select 1 from starts s where s.finding_id = f.id) returning f.id`,
    [lasting, [...lasting, ...over], use.now],
  );
  await redrawCardsOfFinding(
    trx,
    rows.map(({ id }) => id),
  );
}

/** What is old is told as well; what was so when the rule began is not, once. */
async function leaveStanding(trx: Db, use: LookUse, rules: readonly Rule[]): Promise<void> {
  const names = rules.map(ruleName);
  await trx.raw(
    `with stood as (
       select f.id from rule_standing s join findings f on f.subject_id = s.subject_id and f.trigger = 'rule:' || s.rule and f.gone_at is null
       where 'rule:' || s.rule = any(?))
     update findings f set taken_up_at = case when f.id in (select id from stood) then ?::timestamptz end
     where f.trigger like 'rule:%' and f.trigger = any(?) and f.gone_at is null and (f.run_id = ? or f.id in (select id from stood))`,
    [names, use.now, names, use.runId],
  );
  await trx('rule_standing')
    .whereIn(
      'rule',
      rules.map(({ rule }) => rule),
    )
    .delete();
}

async function pausedIn(trx: Db, use: LookUse): Promise<(accountId: string | null) => boolean> {
  const pauses = await activePauses(trx, use.now);
  return (accountId) =>
    pauses.some(({ scope, subjectId }) => scope === 'customer' && subjectId === accountId);
}

const readersOf = (trx: Db, rules: readonly Rule[], rows: Row[]): Promise<Map<string, Person>> =>
  peopleById(trx, [
    ...rules.flatMap(({ setBy, effect }) => [
      setBy,
      ...(effect.does === 'notify' && effect.to.who === 'person' ? [effect.to.of.id] : []),
    ]),
    ...rows.flatMap(({ owner_id, manager_id }) => [owner_id, manager_id].filter((id) => id !== null)),
  ]);

/** Whoever is to be told, where both they and whoever made the rule see this deal at this moment. */
function seeing(people: Map<string, Person>, { effect, setBy }: Rule, row: Row): string[] {
  const maker = people.get(setBy);
  const at = { territoryId: row.territory_id, ownerId: row.owner_id };
  if (!maker || !inScope(scopeOf(maker), at)) return [];
  // Who reads a channel is the channel's own affair, and looked at when it is posted there.
  if (effect.does === 'start' || (effect.does === 'notify' && effect.to.who === 'channel')) return [maker.id];
  const id = effect.does === 'notify' ? toldId(effect.to, maker, row) : row.manager_id;
  const reader = people.get(id ?? '');
  return reader && inScope(scopeOf(reader), at) ? [reader.id] : [];
}

type To = Extract<Rule['effect'], { does: 'notify' }>['to'];

function toldId(to: To, maker: Person, row: Row): string | null {
  if (to.who === 'me') return maker.id;
  if (to.who === 'person') return to.of.id === 'me' ? maker.id : to.of.id;
  if (to.who === 'owner') return row.owner_id;
  return to.who === 'manager' ? row.manager_id : null;
}

/** "Rule 3 is true of Globex", "Rule 3: the amount of Globex fell from $90,000 to $70,000" */
function factOf(rule: Rule, row: Row, company: string): string {
  const move = moveOf(rule);
  if (!move || !row.detail) return `Rule ${rule.rule} is true of ${row.name}`;
  const [before, after] = [row.detail.before, row.detail.after].map((value) => {
    if (move.field === 'amount') return money(Number(value), row.currency ?? company, company);
    return move.field === 'close_date' ? day(String(value)) : String(value);
  });
  const field = { amount: 'amount', close_date: 'close date', owner: 'owner', stage: 'stage' }[move.field];
  return `Rule ${rule.rule}: the ${field} of ${row.name} went from ${before} to ${after}`;
}

const wordingOf = (use: LookUse): Wording => ({
  companyCurrency: textSetting(use.settings, 'company_currency'),
  calendar: calendarOf(use),
  now: use.now,
  zone: use.zone,
});

function noted(
  use: LookUse,
  rule: Rule,
  row: Row,
  to: string[],
): { evidence: FigureEvidence | { fact: string }; tells: boolean } {
  const company = textSetting(use.settings, 'company_currency');
  const facts = [
    row.amount === null ? null : money(row.amount, row.currency ?? company, company),
    row.owner,
    `in ${row.stage}`,
    row.last_activity_on === null ? 'no activity on record' : `last activity ${day(row.last_activity_on)}`,
    row.close_date === null ? 'no close date' : `close date ${day(row.close_date)}`,
  ].filter((one) => one !== null);
  const fact = factOf(rule, row, company);
  if (to.length === 0) return { evidence: { fact }, tells: false };
  const { effect } = rule;
  const channel =
    effect.does === 'notify' && effect.to.who === 'channel' ? channelKey(effect.to.channel) : null;
  return {
    tells: true,
    evidence: {
      fact,
      told: {
        headline: fact,
        sentence: `${facts.join(', ')}. The rule: ${whenSaid(rule, wordingOf(use))}.`,
        asks: [
          { label: 'Show the deal', text: `show deal ${row.name}` },
          ...(channel === null && to.every((id) => id === rule.setBy)
            ? [{ label: `Switch off rule ${rule.rule}`, text: `switch off rule ${rule.rule}` }]
            : []),
        ],
      },
      limit: null,
      ...(channel === null ? { to } : { to: [], channel }),
    },
  };
}
