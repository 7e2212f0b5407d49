/** "How does pipeline do in shadow": what it would have done, beside what people did. */
import { agentNamed } from '../agents/roster.ts';
import { type Beside, besidePeople, withinDays } from '../crew/beside-people.ts';
import type { Command } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import { mayPause } from '../policy/may-pause.ts';
import { wilson } from '../sales/shares.ts';
import { count, list, percent } from '../story/format.ts';
import { triggerSaid } from '../story/mode.ts';
import { refusing } from './lacking.ts';
import { type ModeUse, targetOf } from './modes.ts';
import { type Outcome, outcome, plain } from './outcome.ts';

type Asked = Extract<Command, { do: 'shadow_report' }>;

export async function shadowReport(use: ModeUse, asked: Asked): Promise<Outcome> {
  const target = targetOf(asked, use.company);
  if (!target) return plain('Which agent is meant?', 'agent_status');
  if (!mayPause(use.by))
    return refusing(
      'Comparing an agent with people needs a manager, an agent owner, an approver or an administrator.',
      mayPause,
    );
  const rows = await besidePeople(use.db, {
    agent: target.agent,
    trigger: target.scope.trigger,
    scope: scopeOf(use.by),
    now: use.now.now(),
  });
  const { label } = agentNamed(target.agent);
  if (rows.length === 0)
    return plain(`The ${label} proposed nothing in shadow in 90 days, of what you may see.`, 'agent_status');
  const total = (of: keyof Omit<Beside, 'trigger'>) => rows.reduce((sum, row) => sum + row[of], 0);
  const [agreed, over] = [total('agreed'), total('agreed') + total('differed') + total('nothing')];
  const interval = wilson({ part: agreed, whole: over });
  const share = interval
    ? `People did the same in ${agreed} of ${count(over, 'case')} (${percent(agreed / over)}; between ${percent(interval.from)} and ${percent(interval.to)} with 95% certainty).`
    : `Nothing is over yet: people have ${withinDays} days for the same.`;
  const beside = [
    total('waiting') > 0 ? `${count(total('waiting'), 'case')} not over yet` : null,
    total('messages') > 0 ? `${count(total('messages'), 'message')}, with nothing to be compared with` : null,
  ].filter((part) => part !== null);
  const lines = [
    ...rows.map(
      ({ trigger, ...row }) =>
        `${triggerSaid(trigger)}: ${row.agreed} the same, ${row.differed} otherwise, ${row.nothing} left as it was.`,
    ),
    ...(beside.length > 0 ? [`Besides: ${list(beside)}.`] : []),
  ];
  return outcome(
    {
      kind: 'text',
      sentence: `${share} The ${label} would have acted, 90 days back, within ${withinDays} days each.`,
      lines,
      next: [],
      drawn: {
        table: {
          caption: `${label} in shadow, beside people`,
          head: ['Found', 'The same', 'Otherwise', 'Left as it was', 'Not over yet'],
          rows: rows.map((row) => [
            triggerSaid(row.trigger),
            ...[row.agreed, row.differed, row.nothing, row.waiting].map((n) => ({
              value: n,
              text: String(n),
            })),
          ]),
        },
        saysLines: rows.length,
        chart: null,
      },
    },
    'agent_status',
  );
}
