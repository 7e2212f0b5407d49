/** Which agents are to run by the clock now, and in whose morning: each agent at its own times, each team by its own clock. */
import { roster } from '../agents/roster.ts';
import type { Db } from '../db/pool.ts';
import { everybody } from '../people/people.ts';
import type { AgentName } from '../policy/nouns.ts';
import { latestSlot, readTimes } from '../sales/rhythm.ts';
import { currentSettings, type SettingRow, textSetting } from '../settings/settings.ts';
import { workZoneOf } from '../settings/zones.ts';
import { reportDue } from './what-moved.ts';

type Use = { now: Date; zone: string };
/** `zones`: whose hour it is. */
export type DueRun = { agent: AgentName; zones: string[] };

/**
 * Takes the slots that are due, each once however many replicas tick, in the caller's transaction. After a time of rest
 * only the latest of each is caught up; a zone that is new begins with its next one. Those of one instant are one run, a
 * report's hour among them.
 */
export async function takeDueRuns(trx: Db, use: Use): Promise<DueRun[]> {
  const settings = await currentSettings(trx, use.now);
  const zones = await zonesBeside(trx, use, settings);
  const slots = [...morningSlots(use, settings, zones), ...reportSlots(use)];
  const { rows } = await trx.raw<{ rows: { name: string; known: boolean }[] }>(
    `with due as (select * from jsonb_to_recordset(?::jsonb) as d(name text, at timestamptz)),
       known as (select distinct name from slots where name in (select name from due)),
       taken as (insert into slots (name, at) select name, at from due on conflict do nothing returning name)
     select name, name in (select name from known) as known from taken`,
    [JSON.stringify(slots)],
  );
  const taken = slots.filter(({ name, zone }) =>
    rows.some((row) => row.name === name && (row.known || zone === use.zone)),
  );
  const due: Slot[] = [];
  for (const slot of taken)
    if (!slot.report || (await reportDue(trx, { ...use, agent: slot.agent }))) due.push(slot);
  return [...Map.groupBy(due, ({ agent }) => agent)].map(([agent, ones]) => ({
    agent,
    zones: [...new Set(ones.map(({ zone }) => zone))],
  }));
}

/** `report`: looked at each hour, and only where there is one to make. */
type Slot = { agent: AgentName; zone: string; name: string; at: Date; report: boolean };

const morningSlots = ({ now, zone: own }: Use, settings: SettingRow[], zones: string[]): Slot[] =>
  roster
    // Who makes a forecast has a rhythm of its own.
    .filter(({ triggers, figures, report }) => triggers.length + figures.length > 0 && report === undefined)
    .flatMap(({ name: agent, triggers }) => {
      const at = readTimes(textSetting(settings, 'run_at', { agent })) ?? [];
      // Only what is found of single deals is somebody's morning.
      return [own, ...(triggers.length > 0 ? zones : [])].map((zone) => ({
        agent,
        zone,
        name: zone === own ? `run ${agent}` : `run ${agent} in ${zone}`,
        at: latestSlot({ at }, now, zone),
        report: false,
      }));
    });

const reportSlots = ({ now, zone }: Use): Slot[] =>
  roster
    .filter(({ tellsWhatMoved }) => tellsWhatMoved)
    .map(({ name: agent }) => ({
      agent,
      zone,
      name: `report of ${agent}`,
      at: latestSlot('hour', now, zone),
      report: true,
    }));

/** The zones of people that are not the company's. */
async function zonesBeside(trx: Db, use: Use, settings: SettingRow[]): Promise<string[]> {
  if (!settings.some(({ name, version }) => name === 'time_zone' && version > 0)) return [];
  const zones = (await everybody(trx)).map((person) => workZoneOf(person, settings, use.zone));
  return [...new Set(zones)].filter((zone) => zone !== use.zone).toSorted();
}

/** Whose deals are looked at when it is the hour of these zones: those of these people, or everybody's but theirs. */
export type Hour = { only: string[] } | { besides: string[] };

/** Null: everybody's, as where nobody has another clock than the company's. */
export async function hourOf(
  trx: Db,
  use: { zone: string; settings: SettingRow[] },
  zones: string[] | null,
): Promise<Hour | null> {
  if (zones === null) return null;
  const people = (await everybody(trx)).map((person) => ({
    id: person.id,
    zone: workZoneOf(person, use.settings, use.zone),
  }));
  const idsOf = (holds: (zone: string) => boolean) =>
    people.filter(({ zone }) => holds(zone)).map(({ id }) => id);
  // What nobody has, or somebody who has left, is looked at in the company's morning.
  if (!zones.includes(use.zone)) return { only: idsOf((zone) => zones.includes(zone)) };
  const besides = idsOf((zone) => !zones.includes(zone));
  return besides.length === 0 ? null : { besides };
}
