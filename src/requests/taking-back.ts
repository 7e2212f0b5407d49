/** Taking deeds back, one after the other, once it was said yes to. */
import { type Withdrawn, withdrawReminders } from '../changes/remind.ts';
import type { Begun } from '../changes/rollback.ts';
import { undo } from '../changes/undo.ts';
import { takeBackHeld } from '../exceptions/put-off.ts';
import { undoRole } from '../people/roles.ts';
import { undoTier } from '../settings/approval-tiers.ts';
import { undoCheckpoint } from '../settings/checkpoints.ts';
import { undoKpiAlert } from '../settings/kpi-alerts.ts';
import { undoSettings } from '../settings/undo.ts';
import { undoPause } from '../settings/undo-pause.ts';
import { undoPlaybook } from '../settings/undo-playbook.ts';
import { undoRule } from '../settings/undo-rule.ts';
import { count, list } from '../story/format.ts';
import { readingOf } from './rule-told.ts';
import { undoStandIn } from './stand-ins.ts';
import type { Deed, UndoUse as Use } from './undo-deeds.ts';
import { label, lineOf } from './undo-lines.ts';
import { undoMode } from './undoing-modes.ts';
import { undoOutside } from './undoing-outside.ts';

/** What does not go on by itself, one after the other: what has gone back, and of the others how many stay and why. */
export async function takenBack(
  use: Use,
  deeds: Deed[],
): Promise<{ back: Deed[]; said: string[]; stay: string }> {
  const said = new Map<string, number>();
  const [back, lines]: [Deed[], string[]] = [[], []];
  for (const deed of deeds) {
    const line = await lineOf(use, deed);
    const because = await refusedBack(use, deed);
    if (because === null) {
      back.push(deed);
      lines.push(line);
    } else said.set(because, (said.get(because) ?? 0) + 1);
  }
  const stay = [...said]
    .map(([because, times]) => ` ${times} ${times === 1 ? 'stays' : 'stay'}: ${because}`)
    .join('');
  return { back, said: lines, stay };
}

/** "The undo of 3 changes is under way." */
export const underWay = (under: number, begun: Begun): string =>
  `The undo of ${count(under, 'change')} is under way. What somebody has changed since stays.${
    begun.say === 'begun' ? ` It is undo ${begun.rollbackId}: ask "how far is undo ${begun.rollbackId}".` : ''
  }`;

/** Null: it is being taken back. */
async function refusedBack(use: Use, deed: Deed): Promise<string | null> {
  const by = { kind: 'person', id: use.by.id } as const;
  if (deed.what === 'setting') return undoSettings(use, deed.deeds, by);
  if (deed.what === 'kpi alert') return undoKpiAlert(use, deed.deed, by, use.now.now());
  if (deed.what === 'playbook') {
    const stays: string[] = [];
    for (const one of deed.deeds) {
      const because = await undoPlaybook(use, one, by);
      if (because !== null) stays.push(because);
    }
    return stays[0] ?? null;
  }
  if (deed.what === 'rule')
    return undoRule({ db: use.db, reading: readingOf(use) }, deed.deed, by, use.now.now());
  if (deed.what === 'mode') return undoMode(use, deed.deed);
  if (deed.what === 'outside') {
    const came = await undoOutside(use, deed.deed);
    return 'because' in came ? came.because : null;
  }
  if (deed.what === 'reminders') {
    const back = await withdrawReminders(use, { round: deed.deed.id, by: use.by });
    return back ? null : 'It was taken back before.';
  }
  if (deed.what === 'approval') return undoTier(use, deed.deed, { byId: use.by.id, now: use.now.now() });
  if (deed.what === 'role') return undoRole(use, deed.deed, use.by.id);
  if (deed.what === 'stand-in') return undoStandIn(use, deed.deed);
  if (deed.what === 'checkpoint')
    return undoCheckpoint(use, deed.deed, { byId: use.by.id, now: use.now.now() });
  if (deed.what === 'pause') {
    const stays: string[] = [];
    for (const one of deed.deeds) {
      const because = await undoPause(use, one, by);
      if (because !== null) stays.push(because);
    }
    return stays[0] ?? null;
  }
  const on = { db: use.db, now: use.now };
  const back = await takeBackHeld(on, { changeId: deed.id, by: use.by });
  if (back) return back.say === 'reopened' ? null : back.because;
  const undone = await undo(on, { changeId: deed.id, by: use.by });
  if (undone.say === 'requested') return null;
  return undone.say === 'already' ? `${undone.byName} has undone it already.` : undone.because;
}

export async function takeBack(use: Use, deed: Deed): Promise<string> {
  if (deed.what === 'outside') {
    const came = await undoOutside(use, deed.deed);
    return 'because' in came ? came.because : came.done;
  }
  if (deed.what === 'reminders') {
    const back = await withdrawReminders(use, { round: deed.deed.id, by: use.by });
    return back ? takenBackSaid(back) : 'It was taken back before.';
  }
  const line = await lineOf(use, deed);
  const because = await refusedBack(use, deed);
  if (because !== null) return because;
  if (deed.what !== 'change') return `Undone: ${line}.`;
  if (deed.held) return `Taken back: ${line}. Nothing was changed, and its card is open again.`;
  return `Undo of ${list(deed.fields.map(({ field }) => label(deed, field)))} of ${deed.deal ?? 'the lead'} is under way. If somebody has changed it since, that stays and you are told.`;
}

function takenBackSaid({ stopped, withdrawn, sent }: Withdrawn): string {
  const parts = [
    ...(stopped > 0 ? [`${count(stopped, 'message')} ${stopped === 1 ? 'is' : 'are'} not sent`] : []),
    ...(withdrawn > 0
      ? [`${count(withdrawn, 'message')} in Slack ${withdrawn === 1 ? 'says' : 'say'} so`]
      : []),
    ...(sent > 0
      ? [`${count(sent, 'e-mail')} ${sent === 1 ? 'has' : 'have'} gone and ${sent === 1 ? 'stays' : 'stay'}`]
      : []),
  ];
  return `Taken back: ${list(parts)}.`;
}
