/** A rule as it is shown before it is set: in words, with what it would have done, what it does now and to which others. */
import type { Clock } from '../clock.ts';
import { agentRow } from '../crew/crew.ts';
import type { RuleReplay } from '../crm/rules.ts';
import type { Db } from '../db/pool.ts';
import type { RuleEffect } from '../language/request.ts';
import { thenSaid, whenSaid } from '../language/rule-said.ts';
import { scopeOf } from '../people/scope.ts';
import { mayKeepRule } from '../policy/may-rule.ts';
import type { Person } from '../policy/nouns.ts';
import type { Reading } from '../sales/leaf.ts';
import { activePauses, pauseOn } from '../settings/pauses.ts';
import type { Rule, RuleBody } from '../settings/rule.ts';
import { count, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { goesOnTelling, silencedBy } from './rule-conflicts.ts';
import type { WaysOut } from './ways-out.ts';

export type RuleUse = { db: Db; now: Clock; company: Company; by: Person; ways?: WaysOut };

const agent = 'pipeline';
export const replayedDays = 90;
/** Of more deals than these nobody is told one by one when a rule begins. */
const mostStanding = 10;

export const readingOf = ({ company }: Pick<RuleUse, 'company'>): Reading => ({
  now: company.now,
  zone: company.zone,
  settings: company.settings,
  calendar: company.calendar,
});

/** "open deals over $500,000: you are told" */
export function ruleSaid(
  { company, by }: RuleUse,
  rule: RuleBody & { setBy?: string },
  maker?: string,
): string {
  const mine = rule.setBy === undefined || rule.setBy === by.id;
  const called = mine ? { name: 'you', are: 'are' } : { name: maker ?? 'whoever made it', are: 'is' };
  const when = whenSaid(rule, company);
  return `${mine ? when : when.replace(/\byour\b/g, `${called.name}'s`)}: ${thenSaid(rule.effect, called)}`;
}

const isTelling = ({ does }: RuleEffect): boolean => does === 'notify' || does === 'flag';
export const tellsStanding = ({ effect, happens }: RuleBody, now: number): boolean =>
  isTelling(effect) && happens === null && now <= mostStanding;

/** Of whoever does not see everything. */
export function boundsSaid({ by, company }: RuleUse): string | null {
  const scope = scopeOf(by);
  if ('everything' in scope) return null;
  const names =
    'territoryIds' in scope
      ? company.lexicon.territories
          .filter(({ id }) => scope.territoryIds.includes(id))
          .map(({ name }) => name)
      : [];
  return `It holds for ${names.length > 0 ? `${list(names)} and your own deals` : 'your own deals'}.`;
}

export function pastSaid({ happens, effect }: RuleBody, past: RuleReplay): string {
  if (past.days === 0) return 'Nothing is known of past days, so it could not be tried on them.';
  const span =
    past.days >= replayedDays - 6
      ? `In the last ${replayedDays} days`
      : `In the ${count(past.days, 'day')} that are known`;
  const looked = past.weekly ? ', looked at once a week,' : '';
  if (past.deals === 0) return `${span}${looked} it would have concerned no deal.`;
  const names = past.deals === 1 ? past.names[0] : `the largest: ${list(past.names)}`;
  const decided = past.approved + past.edited + past.rejected;
  const said = [
    past.approved > 0 ? `approved ${past.approved}` : null,
    past.edited > 0 ? `edited ${past.edited}` : null,
    past.rejected > 0 ? `rejected ${past.rejected}` : null,
  ].filter((part) => part !== null);
  const what = effect.does === 'skip' && effect.of !== 'everything' ? 'such cards' : 'cards';
  const cards =
    decided === 0 ? `Nobody decided about ${what} on them.` : `Of ${what} on them people ${list(said)}.`;
  const concerned =
    happens === null
      ? `it would have concerned ${count(past.deals, 'deal')}`
      : `it would have happened ${count(past.times, 'time')}, to ${count(past.deals, 'deal')}`;
  return `${span}${looked} ${concerned} (${names}). ${cards}`;
}

export function nowSaid(
  { effect, happens }: RuleBody,
  now: { count: number; names: string[] },
  standing: boolean,
): string | null {
  const named =
    now.count === 0
      ? ''
      : ` (${list(now.count > now.names.length ? [...now.names, `${now.count - now.names.length} more`] : now.names)})`;
  const said = `Now: ${count(now.count, 'deal')}${named}.`;
  if (typeof happens === 'object' && happens !== null) return 'Only what happens from now on counts.';
  if (effect.does === 'start' && happens !== null) return null;
  if (!isTelling(effect) || now.count === 0) return said;
  if (happens !== null) return `${said} Nobody is told of these: only of what happens from now on.`;
  return standing
    ? `${said} These are told at once.`
    : `${said} These are too many to be told one by one: only those that come from now on are.`;
}

export function conflictsOf(use: RuleUse, body: RuleBody, others: Rule[], number: number): string[] {
  const live = others.filter(({ mode }) => mode === 'on');
  const mine = { ...body, rule: number };
  const by = silencedBy(mine, live);
  const silenced = live.filter((other) => silencedBy(other, [...live, mine])?.rule === number);
  const seen = (rule: number): string =>
    live.some((one) => one.rule === rule && mayKeepRule(use.by, one))
      ? `rule ${rule}`
      : `rule ${rule}, of somebody else`;
  return [
    by
      ? `It would change nothing: ${seen(by.rule)} holds for the same deals or more, and is as strict or stricter.`
      : null,
    ...silenced.map(
      ({ rule }) =>
        `${capital(seen(rule))} would never have a say any more: this one is wider, and as strict or stricter.`,
    ),
    ...goesOnTelling(body, live).map(
      ({ rule }) => `${capital(seen(rule))} tells of the same deals, and goes on.`,
    ),
  ].filter((part) => part !== null);
}
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export async function modeSaid(use: RuleUse, effect: RuleEffect): Promise<string | null> {
  const pause = pauseOn(await activePauses(use.db, use.company.now), { agent });
  if (pause) return 'The Pipeline agent is paused: nothing is looked at until it is resumed.';
  const { mode } = await agentRow(use.db, agent);
  return mode === 'shadow' && isTelling(effect)
    ? 'The Pipeline agent is in shadow: nobody is told until that is changed.'
    : null;
}
