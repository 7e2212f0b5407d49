/** Taking back a mode that somebody set, or a request for auto. Down is free; up to auto it is earned and signed again. */
import { agentLabel } from '../agents/roster.ts';
import { signAuto } from '../crew/auto.ts';
import { type AutoRequest, openRequests } from '../crew/auto-requests.ts';
import { setMode } from '../crew/modes.ts';
import { whoRaises } from '../policy/may-mode.ts';
import { isStricter } from '../policy/modes.ts';
import { type ModeRow, modeRows } from '../settings/modes.ts';
import { type ModeUse, targetSaid } from './modes.ts';

/** One that still holds, or a request that still waits. */
export type ModeDeed = { id: number; at: Date } & (
  | { kind: 'mode'; row: ModeRow }
  | { kind: 'request'; request: AutoRequest }
);

/** Marks what is itself a way back, so that "undo" twice does not go to and fro. */
const undone = 'Undo.';

export async function modeDeeds(use: ModeUse, since: Date): Promise<ModeDeed[]> {
  const rows = (await modeRows(use.db)).filter(
    ({ by, at, because }) => by.kind === 'person' && by.id === use.by.id && at > since && because !== undone,
  );
  const requests = (await openRequests(use.db, use.now.now())).filter(
    ({ askedBy, askedAt }) => askedBy === use.by.id && askedAt > since,
  );
  return [
    ...rows.map((row): ModeDeed => ({ id: row.id, at: row.at, kind: 'mode', row })),
    ...requests.map(
      (request): ModeDeed => ({ id: request.id, at: request.askedAt, kind: 'request', request }),
    ),
  ];
}

/** "the Pipeline agent for phone numbers back to suggest mode" */
export function modeDeedLine({ company }: ModeUse, deed: ModeDeed): string {
  const { agent, scope } = deed.kind === 'mode' ? deed.row : deed.request;
  const said = targetSaid(agentLabel(agent), scope, company);
  return deed.kind === 'mode'
    ? `${said} back to ${deed.row.before} mode`
    : `the request for auto for ${said}`;
}

/** Why it cannot be taken back, as a sentence; null where it can. */
export function whyModeStays(use: ModeUse, deed: ModeDeed): string | null {
  if (deed.kind === 'request') return null;
  const { mode, before, scope, agent } = deed.row;
  if (!isStricter(mode, before)) return null;
  const said = targetSaid(agentLabel(agent), scope, use.company);
  if (before === 'auto')
    return `Going back to auto needs its evidence and a signature again: say "put ${said} in auto". Nothing was changed.`;
  const needs = whoRaises(use.by, scope.territoryId);
  return needs === null ? null : `Putting ${said} in ${before} needs ${needs}. Nothing was changed.`;
}

/** Null: it was taken back. Otherwise why not. */
export async function undoMode(use: ModeUse, deed: ModeDeed): Promise<string | null> {
  const stays = whyModeStays(use, deed);
  if (stays !== null) return stays;
  if (deed.kind === 'request') {
    const done = await signAuto(use, { requestId: deed.id, say: 'reject', by: use.by });
    return done?.say === 'withdrawn' ? null : 'It waits no longer, so it stays.';
  }
  const { agent, scope, before } = deed.row;
  const holds = (await modeRows(use.db, agent)).some(({ id }) => id === deed.id);
  if (!holds || before === 'auto') return 'Somebody has changed it since, so it stays.';
  const by = { kind: 'person', id: use.by.id } as const;
  const done = await setMode(use, { agent, scope, mode: before, by, reason: undone });
  return done.say === 'no owner' ? `The ${agentLabel(agent)} has no owner: it stays in shadow.` : null;
}
