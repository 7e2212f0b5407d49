/** In which mode agents are: since when, by whom, what is finer, how far from auto, and what waits to be signed. */
import type { Agent } from '../agents/nouns.ts';
import { agentNamed, roster } from '../agents/roster.ts';
import { whyNoAuto } from '../crew/auto.ts';
import { openRequests } from '../crew/auto-requests.ts';
import { agentRow } from '../crew/crew.ts';
import type { Command } from '../language/request.ts';
import { personById } from '../people/people.ts';
import { isWhole, type ModeScope, modeAround, wholeAgent } from '../policy/modes.ts';
import type { AgentName } from '../policy/nouns.ts';
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
  const lines: string[] = [];
  for (const { name } of roster) lines.push(...(await linesOf(use, name, false)));
  const next = roster.filter(proposes).map(({ label }) => `mode of the ${label}`);
  return said(`${count(roster.length, 'agent')} and their modes.`, lines, next);
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const proposes = ({ triggers, records }: Agent): boolean =>
  triggers.length + (records?.triggers.length ?? 0) > 0;

const said = (sentence: string, lines: string[], next: string[]): Outcome =>
  outcome({ kind: 'text', sentence, lines, next: suggestions(next) }, 'agent_status');

/** `alone`: of one agent, with how far it is from auto, for its status. */
export async function linesOf(use: ModeUse, name: AgentName, alone: boolean): Promise<string[]> {
  const row = await agentRow(use.db, name);
  const { label } = agentNamed(name);
  const set = await modeRows(use.db, name);
  const whole = set.find(({ scope }) => isWhole(scope));
  const finer = set.filter(({ scope }) => !isWhole(scope));
  const waiting = (await openRequests(use.db, use.now.now())).filter(({ agent }) => agent === name);
  const since = whole ? await setBy(use, whole) : 'as it began';
  const where = (scope: ModeScope) => targetSaid('', scope, use.company).replace(/^the\s+/, '');
  return [
    alone ? `In ${row.mode} ${since}.` : `${label}: ${row.mode}, ${since}.`,
    ...(await Promise.all(
      finer.map(
        async (one) =>
          `${alone ? capital(where(one.scope)) : `${label} ${where(one.scope)}`}: ${one.mode} (v${one.version}), ${await setBy(use, one)}.`,
      ),
    )),
    ...(await Promise.all(
      waiting.map(async ({ id, scope, askedBy, expiresAt }) => {
        const asker = (await personById(use.db, askedBy))?.name ?? 'somebody';
        return `Mode request ${id} waits to be signed until ${at(use, expiresAt)}: auto for ${targetSaid(label, scope, use.company)}, asked by ${asker}.`;
      }),
    )),
    ...(alone ? [await towardsAuto(use, name, wholeAgent, row.mode)] : []),
  ].filter((line) => line !== '');
}

const at = (use: ModeUse, time: Date): string =>
  instant(time, use.by.tz ?? use.company.zone, use.company.now);

/** "since 20 Mar, 10:00 UTC by Mara Lind (two quiet weeks)" */
async function setBy(use: ModeUse, { at: time, by, because }: ModeRow): Promise<string> {
  const who = by.kind === 'person' ? ((await personById(use.db, by.id))?.name ?? by.id) : 'itself';
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
