/** That a playbook comes each quarter or month without anybody saying so. */
import type { Clock } from '../clock.ts';
import { accountsInScope } from '../crm/accounts.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import { everywhere, maySet, setters } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { largeDealsNow } from '../settings/large-deals.ts';
import { type Playbook, playbookNamed } from '../settings/playbook-entries.ts';
import { occasionOf } from '../settings/playbook-occasions.ts';
import { valuesAt } from '../settings/playbooks.ts';
import type { SettingValue } from '../settings/setting.ts';
import {
  type SettingRow,
  setSetting,
  settingsBeneath,
  settingValue,
  textSetting,
} from '../settings/settings.ts';
import { calendarDay, count, list, money } from '../story/format.ts';
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
}: ByItself): { setting: string; value: boolean | string | number; said: string } | null {
  const playbook = playbookNamed(name)?.name;
  if (playbook === 'large-deal' && (typeof when === 'object' || when === 'off'))
    return {
      setting: 'large_deal_over',
      value: when === 'off' ? 0 : when.over,
      said: 'for each customer with an open deal above it',
    };
  if (typeof when === 'object') return null;
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
      nothing: `${command.name} does not come by itself like that. What can: Quarter-end push each quarter, Pipeline cleanup each month or quarter, Large deal above an amount ("let large deal come by itself over $1,000,000").`,
    };
  const needs = maySet(use.by, { authority: false, place: everyone });
  if (needs)
    return {
      instead: refusing(
        `Having ${playbook.label} come by itself is not possible for you: it needs ${needs}.`,
        setters(false, everywhere),
      ),
    };
  const setting = settingNamed(to.setting);
  const now = settingValue(company.settings, to.setting);
  if (now.value === to.value)
    return { nothing: `${setting.label} is ${shown(setting, to.value, company)} already.` };
  const off = command.when === 'off';
  if (typeof to.value === 'number' && !off) return largeDealPlan(use, playbook, to.value, now);
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

/** It lies on each such customer by itself; nothing is read of what somebody has set there. */
async function largeDealPlan(
  use: Use,
  playbook: Playbook,
  over: number,
  now: { value: SettingValue; version: number },
): Promise<Planned> {
  const { company } = use;
  const currency = textSetting(company.settings, 'company_currency');
  const large = await largeDealsNow(use.db, company.settings, over);
  const beneath = await settingsBeneath(use.db, company.now);
  const moves = Object.entries(valuesAt(playbook, { scope: 'account', scopeId: '' }))
    .map(([name, to]) => ({
      ...{ name, scope: 'account' as const, scopeId: '' },
      from: settingValue(beneath, name).value,
      to,
    }))
    .filter(({ from, to }) => from !== to);
  const known = await accountsInScope(
    use.db,
    large.map(({ account }) => account),
    scopeOf(use.by),
  );
  const few = large.flatMap(({ account, name }) => (known.has(account) ? [name] : [])).slice(0, 3);
  const named = list(large.length > few.length ? [...few, `${large.length - few.length} more`] : few);
  return {
    headline: `Let ${playbook.label} switch itself on for each customer with an open deal over ${money(over, currency, currency)}, and off when there is none left.`,
    consequence: `${large.length > 0 ? `Now: ${count(large.length, 'customer')} (${named}), within a minute.` : 'Now: no customer.'} Each time, for that customer: ${movesSaid(company, moves)}. Deals in another currency do not count.`,
    wayBack: 'Way back: "undo", at any time. Whoever switches it off for a customer ends it there.',
    count: Math.max(1, large.length),
    verb: 'Let it come by itself',
    mark: JSON.stringify([now.value, now.version]),
  };
}

/** When it would be on for the first time. */
function beginsSaid(
  { company }: Use,
  to: { setting: string; value: boolean | string | number },
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
