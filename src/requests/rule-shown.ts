/** One rule in full: what it says, since when and by whom, and what has come of it. */
import { type Start, startsOf } from '../crew/starts.ts';
import { mayKeepRule } from '../policy/may-rule.ts';
import type { Person } from '../policy/nouns.ts';
import { ruleNumbered } from '../settings/rules.ts';
import { workflowById } from '../settings/workflows.ts';
import { count, instant } from '../story/format.ts';
import { lacking } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { RuleUse } from './rule-told.ts';
import { rulesSaid, seesRule } from './rules-kept.ts';
import { suggestions } from './suggest.ts';

export async function showRule(use: RuleUse, number: number): Promise<Outcome> {
  const rule = await ruleNumbered(use.db, number);
  if (!rule || !seesRule(use.by, rule))
    return lacking(`There is no rule ${number} of yours. "Show rules" lists them.`, null);
  const [line = ''] = await rulesSaid(use, [rule]);
  const starts = rule.effect.does === 'start' ? await startsOf(use.db, { rule: number }) : [];
  const workflow =
    rule.effect.does === 'start' && rule.effect.workflow
      ? await workflowById(use.db, rule.effect.workflow)
      : null;
  const keeps = mayKeepRule(use.by, rule);
  const failed = starts.find(({ state }) => state === 'failed');
  return {
    ...outcome(
      {
        kind: 'text',
        sentence: `Rule ${line}`,
        lines: [
          `Said: "${rule.words}". Version ${rule.version}, ${rule.how} ${instant(rule.at, zoneOf(use), use.company.now)}.`,
          ...(workflow
            ? [
                `Calls ${new URL(workflow.url).host}, outside${workflow.endedAt ? '; the workflow is no more' : ''}.`,
                starts.length === 0
                  ? 'Nothing was started yet.'
                  : `${count(starts.length, 'start')}${starts.length === 10 ? ' or more; the last of them' : ''}:`,
                ...starts.map((start) => startLine(start, use)),
              ]
            : []),
        ],
        next: suggestions([
          ...(failed && keeps ? [`try start ${failed.id} again`] : []),
          ...(rule.ended || !keeps ? [] : [`switch ${rule.mode === 'off' ? 'on' : 'off'} rule ${number}`]),
        ]),
      },
      'list_rules',
    ),
    understood: `Rule ${number}`,
  };
}

const zoneOf = ({ by, company }: { by: Person; company: RuleUse['company'] }): string =>
  by.tz ?? company.zone;

/** "Start 3: onboarding for Globex Renewal, started 20 Mar 10:02." */
export function startLine(start: Start, use: Pick<RuleUse, 'by' | 'company'>): string {
  const at = instant(start.endedAt ?? start.begunAt, zoneOf(use), use.company.now);
  const how = {
    waiting: `being tried since ${at}${start.attempts > 0 ? `, ${count(start.attempts, 'time')} so far` : ''}`,
    started: `started ${at}`,
    failed: `not started, given up ${at}: ${start.because}`,
    withdrawn: `withdrawn ${at}: ${start.because}`,
  }[start.state];
  return `Start ${start.id}: ${start.workflow.name} for ${start.deal.name}, ${how.replace(/\.$/, '')}.`;
}
