/** The modes of all agents at once: every one lowered or out of shadow, or whatever acts alone asking again. */
import { agentLabel, agentNamed, roster } from '../agents/roster.ts';
import { agentRows } from '../crew/crew.ts';
import { furtherIn, setMode } from '../crew/modes.ts';
import type { Command } from '../language/request.ts';
import { mayLower, raisers, whoLowers, whoRaises } from '../policy/may-mode.ts';
import { isStricter, type ModeScope, wholeAgent } from '../policy/modes.ts';
import type { AgentName, Mode } from '../policy/nouns.ts';
import { modeRows } from '../settings/modes.ts';
import { count, firstName, list } from '../story/format.ts';
import { modeMeans } from '../story/mode.ts';
import { refusing } from './lacking.ts';
import { type ModeUse, targetSaid, wordsFor } from './modes.ts';
import { type Done, type Planned, undoLast } from './plan.ts';

type SetAll = Extract<Command, { do: 'set_modes' }>;
type Off = Extract<Command, { do: 'auto_off' }>;
/** One that would change. */
type Lowered = { agent: AgentName; scope: ModeScope; before: Mode; said: string };

export async function modesPlan(use: ModeUse, command: SetAll): Promise<Planned> {
  const { mode } = command;
  const { change, left, finer } = await allTo(use, mode);
  const stay =
    left.length > 0
      ? `${list(left)} ${left.length === 1 ? 'has' : 'have'} no owner, and without one an agent does not leave shadow.`
      : '';
  if (change.length === 0)
    return {
      nothing: [`Every agent is in ${mode} mode already.`, stay, 'Nothing was changed.']
        .filter(Boolean)
        .join(' '),
    };
  const raises = change.some(({ before }) => isStricter(before, mode));
  const needs = raises ? whoRaises(use.by, null) : mayLower(use.by) ? null : whoLowers;
  if (needs !== null)
    return {
      instead: refusing(`Putting all agents in ${mode} needs ${needs}.`, raises ? raisers(null) : mayLower),
    };
  const open = mode === 'shadow' ? await openCards(use) : 0;
  return {
    headline: `Put ${count(change.length, 'agent')} in ${mode} mode.`,
    consequence: [
      `These are ${list(change.map(({ agent, before }) => `the ${agentLabel(agent)} (now ${before})`))}. ${modeMeans[mode]}`,
      finer > 0
        ? `${count(finer, 'finer mode')} that ${finer === 1 ? 'goes' : 'go'} further ${finer === 1 ? 'ends' : 'end'} with it.`
        : '',
      stay,
      open > 0
        ? `${count(open, 'open card')} ${open === 1 ? 'stays' : 'stay'}; while its agent is in shadow it cannot be approved.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
    wayBack: wayBackOf(change),
    count: change.length,
    verb: `Put ${change.length} in ${mode}`,
    mark: change.map(({ agent, before }) => `${agent} ${before}`).join(' '),
  };
}

/** What was in auto comes back with its evidence and a signature alone. */
function wayBackOf(change: Lowered[]): string {
  const alone = change.filter(({ before }) => before === 'auto');
  const undo = `Way back: "${undoLast(change.length)}"`;
  return alone.length === 0
    ? `${undo}.`
    : alone.length === change.length
      ? `Way back: "${alone.map(({ said }) => wordsFor({ said }, 'auto')).at(0)}", with its evidence and somebody who signs it.`
      : `${undo}; auto comes back with its evidence and somebody who signs it alone.`;
}

async function allTo(use: ModeUse, mode: Exclude<Mode, 'auto'>) {
  const rows = await agentRows(use.db);
  const wanted = rows.filter((row) => row.mode !== mode || furtherIn(wholeAgent, mode, row).length > 0);
  const left = wanted.filter((row) => row.mode === 'shadow' && row.ownerId === null);
  const change = wanted.filter((row) => !left.includes(row));
  return {
    change: change.map(
      ({ name, mode: before }): Lowered => ({
        agent: name,
        scope: wholeAgent,
        before,
        said: `the ${agentLabel(name)}`,
      }),
    ),
    left: left.map(({ name }) => `The ${agentLabel(name)}`),
    finer: change.reduce((sum, row) => sum + furtherIn(wholeAgent, mode, row).length, 0),
  };
}

async function openCards({ db }: ModeUse): Promise<number> {
  const [row] = await db('exceptions').whereNull('closed_at').count<{ count: number }[]>('* as count');
  return Number(row?.count ?? 0);
}

export const carryOutModes = async (use: ModeUse, command: SetAll): Promise<Done> => {
  const { change } = await allTo(use, command.mode);
  return carryOut(use, change, command.mode, command.because, `in ${command.mode} mode`);
};

/** Of every agent, or of one: whole agents and finer modes. */
async function alone(use: ModeUse, { agent }: Off): Promise<Lowered[]> {
  const rows = await modeRows(use.db, agent?.id ?? null);
  return rows.flatMap((row) =>
    row.mode === 'auto' && roster.some(({ name }) => name === row.agent)
      ? [
          {
            agent: row.agent,
            scope: row.scope,
            before: 'auto' as const,
            said: targetSaid(agentNamed(row.agent).label, row.scope, use.company),
          },
        ]
      : [],
  );
}

export async function autoOffPlan(use: ModeUse, command: Off): Promise<Planned> {
  const all = await alone(use, command);
  const who = command.agent ? `The ${command.agent.name}` : 'No agent';
  if (all.length === 0)
    return { nothing: `${who} ${command.agent ? 'is not in auto' : 'is in auto'}. Nothing was changed.` };
  if (!mayLower(use.by)) return { instead: refusing(`Turning off auto needs ${whoLowers}.`, mayLower) };
  return {
    headline: `Turn off auto for ${list(all.map(({ said }) => said))}.`,
    consequence: `${count(all.length, 'mode')} ${all.length === 1 ? 'goes' : 'go'} from auto to suggest. ${modeMeans.suggest} What was done stays done.`,
    wayBack: wayBackOf(all),
    count: all.length,
    verb: 'Turn off auto',
    mark: all.map(({ said }) => said).join(' '),
  };
}

export const carryOutAutoOff = async (use: ModeUse, command: Off): Promise<Done> =>
  carryOut(use, await alone(use, command), 'suggest', command.because, 'in suggest mode');

async function carryOut(
  use: ModeUse,
  change: Lowered[],
  mode: Exclude<Mode, 'auto'>,
  because: string | undefined,
  where: string,
): Promise<Done> {
  const by = { kind: 'person', id: use.by.id } as const;
  const done: Lowered[] = [];
  for (const one of change) {
    const { agent, scope } = one;
    const put = await setMode(use, { agent, scope, mode, by, ...(because ? { reason: because } : {}) });
    if (put.say === 'set') done.push(one);
  }
  const back =
    done.some(({ before }) => before === 'auto') || done.length === 0 ? null : undoLast(done.length);
  return {
    sentence:
      done.length === 0
        ? 'Nothing was changed.'
        : `${firstName(use.by.name)} put ${list(done.map(({ said }) => said))} ${where}.`,
    back,
  };
}
