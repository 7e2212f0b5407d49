/** In which mode agents are: since when, by whom, what is finer, how far from auto, and what waits to be signed. */
import type { Agent } from '../agents/nouns.ts';
import { agentNamed, roster } from '../agents/roster.ts';
import { whyNoAuto } from '../crew/auto.ts';
import { type AutoRequest, openRequests } from '../crew/auto-requests.ts';
import { type AgentRow, agentRow, agentRows } from '../crew/crew.ts';
import type { Command } from '../language/request.ts';
import { peopleById } from '../people/people.ts';
import { isWhole, type ModeScope, modeAround, wholeAgent } from '../policy/modes.ts';
import type { AgentName, Person } from '../policy/nouns.ts';
import { type ModeRow, modeRows } from '../settings/modes.ts';
import { count, instant } from '../story/format.ts';
import { modeMeans } from '../story/mode.ts';
import { type ModeUse, targetOf, targetSaid } from './modes.ts';
import { type Outcome, outcome } from './outcome.ts';
import { suggestions } from './suggest.ts';

type Modes = Extract<Command, { do: 'modes' }>;

export async function showModes(use: ModeUse, command: Modes): Promise<Outcome> {
  const target = Object.values(command.of).every((part) => part === null)
    ? null
    : targetOf(command, use.company);
  if (target) {
    const holds = modeAround(target.scope, await agentRow(use.db, target.agent));
    const lines = [modeMeans[holds.is], await towardsAuto(use, target.agent, target.scope, holds.is)];
    return said(
      `${capital(target.said)} is in ${holds.is} mode (v${holds.version}).`,
      lines.filter((line) => line !== ''),
      [],
    );
  }
  const rows = await agentRows(use.db);
  const known = await readModes(use, null);
  const lines = rows.flatMap((row) => linesFrom(use, row, known, false));
  const next = roster.filter(proposes).map(({ label }) => `mode of the ${label}`);
  return said(`${count(roster.length, 'agent')} and their modes.`, lines, next);
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const proposes = ({ triggers, records }: Agent): boolean =>
  triggers.length + (records?.triggers.length ?? 0) > 0;

const said = (sentence: string, lines: string[], next: string[]): Outcome =>
  outcome({ kind: 'text', sentence, lines, next: suggestions(next) }, 'agent_status');

/** Of one agent, with how far it is from auto, for its status. */
export async function linesOf(use: ModeUse, name: AgentName): Promise<string[]> {
  const row = await agentRow(use.db, name);
  const lines = linesFrom(use, row, await readModes(use, name), true);
  return [...lines, await towardsAuto(use, name, wholeAgent, row.mode)].filter((line) => line !== '');
}

type Known = { set: ModeRow[]; waiting: AutoRequest[]; people: Map<string, Person> };

/** What somebody has set and asked for; null: of all agents. */
async function readModes(use: ModeUse, name: AgentName | null): Promise<Known> {
  const set = await modeRows(use.db, name);
  const waiting = await openRequests(use.db, use.now.now());
  const people = await peopleById(use.db, [
    ...set.flatMap(({ by }) => (by.kind === 'person' ? [by.id] : [])),
    ...waiting.map(({ askedBy }) => askedBy),
  ]);
  return { set, waiting, people };
}

/** `alone`: nothing else is spoken of, so that its name is left out. */
function linesFrom(use: ModeUse, row: AgentRow, { set, waiting, people }: Known, alone: boolean): string[] {
  const { label } = agentNamed(row.name);
  const own = set.filter(({ agent }) => agent === row.name);
  const whole = own.find(({ scope }) => isWhole(scope));
  const finer = own.filter(({ scope }) => !isWhole(scope));
  const since = whole ? setBy(use, whole, people) : 'as it began';
  const where = (scope: ModeScope) => targetSaid('', scope, use.company).replace(/^the\s+/, '');
  return [
    alone ? `In ${row.mode} ${since}.` : `${label}: ${row.mode}, ${since}.`,
    ...finer.map(
      (one) =>
        `${alone ? capital(where(one.scope)) : `${label} ${where(one.scope)}`}: ${one.mode} (v${one.version}), ${setBy(use, one, people)}.`,
    ),
    ...waiting
      .filter(({ agent }) => agent === row.name)
      .map(({ id, scope, askedBy, expiresAt }) => {
        const asker = people.get(askedBy)?.name ?? 'somebody';
        return `Mode request ${id} waits to be signed until ${at(use, expiresAt)}: auto for ${targetSaid(label, scope, use.company)}, asked by ${asker}.`;
      }),
  ];
}

const at = (use: ModeUse, time: Date): string =>
  instant(time, use.by.tz ?? use.company.zone, use.company.now);

/** "since 20 Mar, 10:00 UTC by Mara Lind (two quiet weeks)" */
function setBy(use: ModeUse, { at: time, by, because }: ModeRow, people: Map<string, Person>): string {
  const who = by.kind === 'person' ? (people.get(by.id)?.name ?? by.id) : 'itself';
  return `since ${at(use, time)} by ${who}${because ? ` (${because.replace(/\.$/, '')})` : ''}`;
}

/** Of what proposes nothing there is nothing to say. */
async function towardsAuto(use: ModeUse, agent: AgentName, scope: ModeScope, mode: string): Promise<string> {
  if (mode === 'auto' || !proposes(agentNamed(agent))) return '';
  const { because, evidence } = await whyNoAuto(use, { agent, scope });
  return because.length === 0
    ? `It could be put in auto: ${evidence.said}.`
    : `To auto: ${because.join(' ')}`;
}
