/** What leaves the house with a change: a message to somebody who is reached by e-mail. It is held first, and can be stopped. */
import { restOf } from '../attention/rest.ts';
import { wayTo } from '../attention/ways.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { everybody, personById } from '../people/people.ts';
import type { Outside } from '../policy/circumstances.ts';
import type { Actor, Wanted } from '../policy/nouns.ts';
import { quietUntil } from '../policy/quiet-hours.ts';
import { currentSettings, type SettingRow, settingValue } from '../settings/settings.ts';
import type { Change } from './nouns.ts';

const minute = 60_000;

export function heldMinutes(settings: SettingRow[]): Outside {
  const { value, version } = settingValue(settings, 'stop_minutes');
  return { minutes: Number(value), version };
}

/** Until when it can be stopped, where it may go from now on. */
export const stoppableFrom = (now: Date, settings: SettingRow[]): Date =>
  new Date(now.getTime() + heldMinutes(settings).minutes * minute);

/** Whether this would leave the house, and how long it is held then; null where it would not. Whoever asks for it reads it in Slack. */
export async function outsideIf(
  db: Db,
  wants: Wanted,
  { by, now }: { by: Actor | null; now: Date },
): Promise<Outside | null> {
  if (wants.kind !== 'nudge' || by?.id === wants.nudge.to) return null;
  const reader = await personById(db, wants.nudge.to);
  if (!reader) return null;
  const settings = await currentSettings(db, now);
  return wayTo(reader, settings) === 'email' ? heldMinutes(settings) : null;
}

/** Those who are reached outside Slack. */
export async function peopleOutside(db: Db, settings: SettingRow[]): Promise<Set<string>> {
  if (!settings.some(({ name, value }) => name === 'reached_by' && value === 'e-mail')) return new Set();
  return new Set((await everybody(db)).filter((one) => wayTo(one, settings) === 'email').map(({ id }) => id));
}

/**
 * What holds over a change that is about to be done. The time in which it can be stopped begins anew where a pause has come
 * between, and lasts as long as its reader has quiet hours.
 */
export async function outsideOver(
  use: { db: Db; now: Clock; zone?: string },
  change: Change,
): Promise<Outside | null> {
  const { wants, by, back, held, stoppableUntil } = change;
  const now = use.now.now();
  // What an agent does alone was nothing of the kind when it was decided; its reader may have chosen another way since.
  if (back !== 'irreversible') return by.kind === 'agent' ? outsideIf(use.db, wants, { by, now }) : null;
  const settings = await currentSettings(use.db, now);
  const of = heldMinutes(settings);
  const paused = (held?.pauses ?? []).length > 0;
  const until = paused ? new Date(now.getTime() + of.minutes * minute) : stoppableUntil;
  if (until && until > now) return { ...of, until: until.toISOString() };
  const reader = wants.kind === 'nudge' ? await personById(use.db, wants.nudge.to) : null;
  const rest = reader && quietUntil(now, restOf(reader, settings, use.zone ?? 'UTC'));
  return rest ? { ...of, until: rest.toISOString(), rest: true } : of;
}
