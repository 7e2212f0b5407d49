/** By which clock a team, a territory or a person works, and when an agent runs: asked, not set. */
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { maySet } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { type At, settingValue } from '../settings/settings.ts';
import { zoneSet } from '../settings/zones.ts';
import { list } from '../story/format.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import { placeName, placeOf, shown, type Where, wrongWith } from './limits.ts';
import { type Outcome, outcome } from './outcome.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; company: Company; by: Person };
type Asked = Extract<Command, { do: 'preference_of' }>;
type Found = Omit<Where, 'stage'>;

export async function showPreferenceOf(use: Use, { preference, place }: Asked): Promise<Outcome> {
  const found = await foundAt(use, place);
  if ('wrong' in found) return lacking(found.wrong);
  if (preference === 'run_at')
    return told(runsAt(use, found), `set the schedule of ${found.said} to 6:00 and 14:00`);
  // Where single people are is for those whom it concerns.
  if (found.scope === 'person' && found.scopeId !== use.by.id) {
    const needs = maySet(use.by, { authority: false, place: found.place });
    if (needs) return refusing(`The time zone of ${found.said} is not for you to see: that needs ${needs}.`);
  }
  return told(await zoneAt(use, found), `set the time zone of ${found.said} to Europe/Berlin`);
}

async function foundAt(use: Use, place: Asked['place']): Promise<Found | { wrong: string }> {
  try {
    return await placeOf(use, place);
  } catch (error) {
    const wrong = wrongWith(error);
    if (wrong === null) throw error;
    return { wrong };
  }
}

const told = (sentence: string, next: string): Outcome =>
  outcome({ kind: 'text', sentence, lines: [], next: suggestions([next]) }, 'show_limits', {
    understood: 'By which clock they work',
  });

/** A team works by its own, else by its territory's, else by the company's. */
async function zoneAt(use: Use, { scope, scopeId, said, at }: Found): Promise<string> {
  const { settings, zone } = use.company;
  const around = scope === 'team' ? await aroundTeam(use.db, scopeId) : at;
  const { value, scope: from, scopeId: fromId } = settingValue(settings, 'time_zone', around);
  const set = zoneSet(settings, around);
  const teams = scope === 'territory' ? await ownOfTeams(use, scopeId) : [];
  const but = teams.length > 0 ? ` Of its teams have their own: ${list(teams)}.` : '';
  if (set === null)
    return `${said} has no time zone of its own: agents run there by the company’s clock, ${zone}.${but}`;
  if (from === scope && fromId === scopeId) return `The time zone of ${said} is ${value}.${but}`;
  const whose = placeName(use.company, { scope: from, scopeId: fromId }).replace(/^for /, '');
  return `The time zone of ${said} is ${value}, as that of ${whose}.${but}`;
}

async function aroundTeam(db: Db, teamId: string): Promise<At> {
  const team = await db('teams')
    .where({ id: teamId })
    .first<{ territory_id: string | null } | undefined>('territory_id');
  return { teamId, territoryId: team?.territory_id ?? null };
}

async function ownOfTeams({ db, company }: Use, territoryId: string): Promise<string[]> {
  const teams = await db('teams')
    .where({ territory_id: territoryId })
    .orderBy('name')
    .select<{ id: string; name: string }[]>('id', 'name');
  return teams.flatMap(({ id, name }) => {
    const { value, scope } = settingValue(company.settings, 'time_zone', { teamId: id });
    return scope === 'team' && value !== '' ? [`${name} ${value}`] : [];
  });
}

function runsAt({ company }: Use, { said, at }: Found): string {
  const { value, version } = settingValue(company.settings, 'run_at', at);
  const basis = version === 0 ? ' (standard value)' : '';
  return `${said} runs at ${shown(settingNamed('run_at'), value, company)}${basis}, by the clock of each team.`;
}
