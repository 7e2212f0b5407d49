/** Commands in words: what each would do, to how many things, and the way back; and doing it after the yes. */
import { undo } from '../changes/undo.ts';
import type { Clock } from '../clock.ts';
import { agentRow } from '../crew/crew.ts';
import { runAgent } from '../crew/run.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { mayPause } from '../policy/may-pause.ts';
import type { FieldChange, Person } from '../policy/nouns.ts';
import { fieldNamed } from '../sales/fields.ts';
import { count, day, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { carryOutPause, carryOutResume, type Plan, pausePlan, resumePlan } from './pausing.ts';

export type Doable = Extract<Command, { do: 'pause' | 'resume' | 'run' | 'undo' }>;
type Use = { db: Db; now: Clock; company: Company; by: Person };

export const isDoable = (command: Command): command is Doable =>
  ['pause', 'resume', 'run', 'undo'].includes(command.do);

/** Null: this person may. Otherwise the sentence for them. Undo has its own rules, looked at when it is done. */
export function mayNot(by: Person, command: Doable): string | null {
  if (command.do === 'undo') return null;
  if (mayPause(by)) return null;
  const verb = command.do === 'run' ? 'Running' : command.do === 'pause' ? 'Pausing' : 'Resuming';
  return `${verb} agents is not possible for you: it needs a manager, an agent owner or an administrator. You can ask about deals and leads.`;
}

export async function planOf(use: Use, command: Doable): Promise<Plan | { nothing: string }> {
  if (command.do === 'pause') return pausePlan(use, command);
  if (command.do === 'resume') return resumePlan(use, command);
  if (command.do === 'undo') return undoPlan(use);
  const { mode } = await agentRow(use.db, command.agent.id);
  const [row] = await use.db('deals').where({ status: 'open' }).count<{ count: number }[]>('* as count');
  const then =
    mode === 'shadow'
      ? 'It is in shadow: what it finds is recorded, and no card is posted.'
      : mode === 'suggest'
        ? 'What it finds comes as cards; nothing is changed without a person.'
        : 'It acts alone within its authority; the rest comes as cards.';
  return {
    headline: `Run ${command.agent.name} now.`,
    consequence: `It looks at what has changed among ${count(Number(row?.count ?? 0), 'open deal')}. ${then}`,
    wayBack: `Way back: each card can be rejected, each change undone.`,
    count: 1,
    verb: 'Run it now',
  };
}

export async function carryOut(
  use: Use,
  command: Doable,
): Promise<{ sentence: string; back: string | null; runId?: string | null }> {
  if (command.do === 'pause') return carryOutPause(use, command);
  if (command.do === 'resume') return carryOutResume(use, command);
  if (command.do === 'run') {
    const result = await runAgent(
      { db: use.db, now: use.now, zone: use.company.zone },
      { agent: command.agent.id, by: { kind: 'person', id: use.by.id }, wokenBy: 'hand' },
    );
    return { sentence: result.sentence, back: null, runId: result.runId };
  }
  const last = await lastChange(use);
  if (!last) return { sentence: nothingToUndo, back: null };
  const undone = await undo({ db: use.db, now: use.now }, { changeId: last.id, by: use.by });
  if (undone.say === 'requested')
    return {
      sentence: `${undoing(last)} is under way. If somebody has changed it since, that stays and you are told.`,
      back: null,
    };
  if (undone.say === 'already') return { sentence: `${undone.byName} has undone this already.`, back: null };
  return { sentence: undone.because, back: null };
}

const nothingToUndo = 'There is no change of yours that can be undone.';
type LastChange = { id: number; deal: string | null; fields: FieldChange[] };

/** The newest change that this person made or approved, is in the CRM, and has not been undone. */
async function lastChange(use: Use): Promise<LastChange | null> {
  const { rows } = await use.db.raw<{ rows: LastChange[] }>(
    `select c.id, c.fields, d.name as deal from changes c left join deals d on d.id = c.subject_id and c.subject_kind = 'deal'
     where c.state = 'applied' and c.kind = 'change' and c.undoes is null
       and ((c.by_kind = 'person' and c.by_id = ?) or c.exception_id in (select exception_id from decisions where by_id = ?))
       and not exists (select 1 from changes u where u.undoes = c.id and u.state not in ('failed','conflict','abandoned'))
     order by c.id desc limit 1`,
    [use.by.id, use.by.id],
  );
  return rows[0] ?? null;
}

const undoing = (last: LastChange): string =>
  `Undo of ${list(last.fields.map(({ field }) => label(field)))} of ${last.deal ?? 'the lead'}`;
const label = (field: string): string => fieldNamed('deal', field).label.toLowerCase();

async function undoPlan(use: Use): Promise<Plan | { nothing: string }> {
  const last = await lastChange(use);
  if (!last) return { nothing: nothingToUndo };
  const names = new Map(
    [...use.company.lexicon.people, ...use.company.lexicon.stages].map((one) => [one.id, one.name]),
  );
  const said = (value: FieldChange['after']): string =>
    value === null || value === ''
      ? 'empty'
      : /^\d{4}-\d\d-\d\d$/.test(String(value))
        ? day(String(value))
        : (names.get(String(value)) ?? String(value));
  const lines = last.fields.map(
    ({ field, before, after }) => `${label(field)} from ${said(after)} back to ${said(before)}`,
  );
  return {
    headline: `Undo the last change of ${last.deal ?? 'the lead'}: ${list(lines)}.`,
    consequence: 'A field that somebody has changed since stays as it is, and you are told.',
    wayBack: 'Way back: "Do it again" on its card, for 24 hours.',
    count: last.fields.length,
    verb: 'Undo it',
  };
}
