/** That a playbook comes each quarter or month without anybody saying so. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { maySet } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { playbookNamed } from '../settings/playbook-entries.ts';
import { occasionOf } from '../settings/playbook-occasions.ts';
import type { SettingRow } from '../settings/settings.ts';
import { setSetting, settingsBeneath, settingValue } from '../settings/settings.ts';
import { calendarDay } from '../story/format.ts';
import type { Company } from './company.ts';
import { refusing } from './lacking.ts';
import { shown } from './limits.ts';
import { type Done, type Planned, shortVerb } from './plan.ts';
import { movesSaid } from './playbook-preview.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type ByItself = Extract<Command, { do: 'playbook_by_itself' }>;

const everyone = { scope: 'everyone', territoryId: null, teamId: null } as const;

/** The setting that says so, and what it is to be; null: this one does not come by itself. */
function switchOf({
  name,
  when,
}: ByItself): { setting: string; value: boolean | string; said: string } | null {
  const playbook = playbookNamed(name)?.name;
  if (playbook === 'quarter-end-push' && when !== 'monthly')
    return {
      setting: 'quarter_end_push',
      value: when !== 'off',
      said: 'for the last two weeks of each quarter',
    };
  if (playbook !== 'pipeline-cleanup') return null;
  const said = `for the first week of each ${when === 'monthly' ? 'month' : 'quarter'}`;
  return { setting: 'pipeline_cleanup', value: when, said };
}

export async function byItselfPlan(use: Use, command: ByItself): Promise<Planned> {
  const { company } = use;
  const to = switchOf(command);
  const playbook = playbookNamed(command.name);
  if (!to || !playbook)
    return {
      nothing: `${command.name} does not come by itself like that. What can: Quarter-end push each quarter, Pipeline cleanup each month or quarter.`,
    };
  const needs = maySet(use.by, { authority: false, place: everyone });
  if (needs)
    return {
      instead: refusing(
        `Having ${playbook.label} come by itself is not possible for you: it needs ${needs}.`,
      ),
    };
  const setting = settingNamed(to.setting);
  const now = settingValue(company.settings, to.setting);
  if (now.value === to.value)
    return { nothing: `${setting.label} is ${shown(setting, to.value, company)} already.` };
  const off = command.when === 'off';
  // Beside what is on at the moment: it may be this very playbook.
  const beneath = await settingsBeneath(use.db, company.now);
  const moves = Object.entries(playbook.values)
    .map(([name, value]) => ({
      ...{ name, scope: 'everyone' as const, scopeId: '' },
      from: settingValue(beneath, name).value,
      to: value,
    }))
    .filter(({ from, to: then }) => from !== then);
  return {
    headline: off
      ? `${playbook.label} no longer comes by itself.`
      : `Let ${playbook.label} switch itself on ${to.said}.`,
    consequence: off
      ? 'What is on now stays on until it ends or is switched off.'
      : `${beginsSaid(use, to, playbook.name)} ${moves.length > 0 ? `Each time, for everyone: ${movesSaid(company, moves)}.` : 'What it sets for everyone is set already.'}`,
    wayBack: 'Way back: "undo", at any time. Whoever switches it off ends it for that time.',
    count: 1,
    verb: shortVerb(off ? 'Stop that' : 'Let it come by itself'),
    mark: JSON.stringify([now.value, now.version]),
  };
}

/** When it would be on for the first time. */
function beginsSaid(
  { company }: Use,
  to: { setting: string; value: boolean | string },
  playbook: string,
): string {
  const row: SettingRow = {
    name: to.setting,
    scope: 'everyone',
    scopeId: '',
    stage: '',
    value: to.value,
    version: 1,
  };
  const settings = [...company.settings.filter(({ name }) => name !== to.setting), row];
  const occasion = occasionOf({ settings, now: company.now, zone: company.zone }, playbook);
  if (!occasion || occasion.until <= company.now) return 'It begins with the next one.';
  const until = calendarDay(new Date(occasion.until.getTime() - 1), company.zone);
  return occasion.from <= company.now
    ? `It is on within a minute, until the end of ${until}.`
    : `First on ${calendarDay(occasion.from, company.zone)}, until the end of ${until}.`;
}

export async function carryOutByItself(use: Use, command: ByItself): Promise<Done> {
  const to = switchOf(command);
  if (!to) return { sentence: 'Nothing was done.', back: null };
  const by = { kind: 'person', id: use.by.id } as const;
  await setSetting(use, { name: to.setting, value: to.value, by, reason: 'Asked for in words.' });
  const off = command.when === 'off';
  return {
    sentence: off
      ? `${command.name} no longer comes by itself.`
      : `${command.name} comes by itself ${to.said}.`,
    back: 'undo',
  };
}
