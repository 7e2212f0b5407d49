/** Making a playbook in words, changing it, doing away with it, and bringing it back. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { everywhere, maySet, setters } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { catalogue, ofAuthority, settingNamed } from '../settings/catalogue.ts';
import {
  anyPlaybook,
  type Bundle,
  changePlaybook,
  createPlaybook,
  markOf,
  ownPlaybooks,
  playbookBefore,
  removePlaybook,
  restorePlaybook,
} from '../settings/own-playbooks.ts';
import { type Playbook, playbookNamed } from '../settings/playbook-entries.ts';
import { activePlaybooks } from '../settings/playbooks.ts';
import { rulesNow } from '../settings/rules.ts';
import type { SettingValue } from '../settings/setting.ts';
import { named, snapshots } from '../settings/snapshots.ts';
import { count, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import { inItsUnit, shown, wrongWith } from './limits.ts';
import { type Done, type Planned, shortVerb } from './plan.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Create = Extract<Command, { do: 'create_playbook' }>;
type Change = Extract<Command, { do: 'change_playbook' }>;
type Remove = Extract<Command, { do: 'remove_playbook' }>;
type Restore = Extract<Command, { do: 'restore_playbook' }>;

const notYours = (use: Use): Planned | null => {
  const needs = maySet(use.by, { authority: false, place: everywhere });
  return needs
    ? {
        instead: refusing(
          `Making and changing playbooks is not possible for you: it needs ${needs}.`,
          setters(false, everywhere),
        ),
      }
    : null;
};

export async function createPlan(use: Use, command: Create): Promise<Planned> {
  const refused = notYours(use);
  if (refused) return refused;
  const there = await anyPlaybook(use.db, command.name);
  if (there)
    return {
      nothing: `There is a playbook called "${there.label}" already. Say another name${playbookNamed(command.name) ? '' : `, or "remove the playbook ${there.label}" first`}.`,
    };
  const made = await bundleOf(use, command);
  if ('wrong' in made) return { instead: lacking(made.wrong) };
  const said = saidOf(use, made);
  return {
    headline: `Create the playbook ${command.name}.`,
    consequence: [
      `It sets ${list(said.slice(0, 8))}${said.length > 8 ? ` and ${said.length - 8} more` : ''}. Nothing changes until it is switched on with "activate ${command.name}".`,
      made.leftOut,
    ]
      .filter(Boolean)
      .join(' '),
    wayBack: `Way back: "remove the playbook ${command.name}", at any time.`,
    count: said.length,
    verb: shortVerb(`Create ${command.name}`),
    mark: markOf(made),
  };
}

export async function carryOutCreate(use: Use, command: Create): Promise<Done> {
  const made = await bundleOf(use, command);
  if ('wrong' in made) return { sentence: made.wrong, back: null };
  const { values, rules } = made;
  const done = await createPlaybook(use, { label: command.name, values, rules, by: byOf(use) });
  return done
    ? {
        sentence: `The playbook ${command.name} is there, with ${partsSaid(made)}.`,
        back: `remove the playbook ${command.name}`,
      }
    : { sentence: `There is a playbook called "${command.name}" already. Nothing was done.`, back: null };
}

const byOf = ({ by }: Use) => ({ kind: 'person', id: by.id }) as const;

const partsSaid = ({ values, rules }: Bundle): string =>
  list(
    [
      Object.keys(values).length > 0 ? count(Object.keys(values).length, 'setting') : null,
      rules.length > 0 ? count(rules.length, 'rule') : null,
    ].filter((one) => one !== null),
  );

const saidOf = ({ company }: Use, { values, rules }: Bundle): string[] => [
  ...Object.entries(values).map(([name, value]) => {
    const setting = settingNamed(name);
    return `${setting.label.toLowerCase()} ${shown(setting, value, company)}`;
  }),
  ...rules.map((rule) => `rule ${rule} on`),
];

type Made = (Bundle & { leftOut: string | null }) | { wrong: string };

/** What it is taken from, with what is said beside it on top. */
async function bundleOf(use: Use, command: Create): Promise<Made> {
  const from = await takenFrom(use, command);
  if ('wrong' in from) return from;
  const own = valuesOf(command.values);
  if ('wrong' in own) return own;
  const gone = await rulesGone(use, command.rules);
  if (gone) return { wrong: gone };
  const values = { ...from.values, ...own.are };
  const rules = [...new Set([...from.rules, ...command.rules])];
  if (Object.keys(values).length + rules.length === 0)
    return { wrong: 'Nothing would be in it. Say what it is to set, for example "stale 45 days".' };
  return { values, rules, leftOut: from.leftOut };
}

async function takenFrom(use: Use, { from }: Create): Promise<Made> {
  if (from === null) return { values: {}, rules: [], leftOut: null };
  if ('playbook' in from) {
    const one = await anyPlaybook(use.db, from.playbook);
    if (!one) return { wrong: `There is no playbook called "${from.playbook}".` };
    return { values: one.values, rules: one.rules ?? [], leftOut: null };
  }
  const all = await snapshots(use.db);
  const kept = named(all, from.snapshot);
  if (!kept)
    return {
      wrong: `There is no snapshot called "${from.snapshot}"${all.length > 0 ? `. There are: ${list(all.slice(0, 10).map(({ name }) => name))}` : ''}.`,
    };
  const everywhere = kept.settings.filter(({ scope, stage }) => scope === 'everyone' && stage === '');
  const fit = everywhere.filter(({ name }) => catalogue.has(name) && !ofAuthority(name, 'everyone'));
  const out = kept.settings.length - fit.length;
  return {
    values: Object.fromEntries(fit.map(({ name, value }) => [name, value])),
    rules: [],
    leftOut:
      out > 0
        ? `Left out of the snapshot: ${count(out, 'value')} of single places or stages, or that an approver sets.`
        : null,
  };
}

async function rulesGone({ db }: Use, wanted: number[]): Promise<string | null> {
  if (wanted.length === 0) return null;
  const there = (await rulesNow(db)).map(({ rule }) => rule);
  const gone = wanted.filter((rule) => !there.includes(rule));
  return gone.length > 0 ? `There is no rule ${list(gone.map(String), 'or')}.` : null;
}

/** A limit of the approvers' is in no playbook: it would be a way around them. */
function valuesOf(values: Create['values']): { are: Record<string, SettingValue> } | { wrong: string } {
  const are: Record<string, SettingValue> = {};
  for (const { setting: name, value } of values) {
    const setting = settingNamed(name);
    if (ofAuthority(name, 'everyone'))
      return { wrong: `"${setting.label}" cannot be in a playbook: an approver sets it.` };
    try {
      are[name] = inItsUnit(setting, value);
    } catch (error) {
      const wrong = wrongWith(error);
      if (wrong === null) throw error;
      return { wrong };
    }
  }
  return { are };
}

export async function changePlan(use: Use, command: Change): Promise<Planned> {
  const refused = notYours(use);
  if (refused) return refused;
  const one = await ownOf(use, command.name);
  if ('nothing' in one) return one;
  const next = await changedOf(use, one, command);
  if ('wrong' in next) return { instead: lacking(next.wrong) };
  const before = { values: one.values, rules: one.rules ?? [] };
  if (markOf(next) === markOf(before)) return { nothing: `${one.label} is so already.` };
  const on = await isOn(use, one);
  return {
    headline: `Change the playbook ${one.label}.`,
    consequence: [
      `${differencesSaid(use, before, next).join('; ')}.`,
      on
        ? 'It is on: there it stays as it was switched on, until it is switched on anew.'
        : 'It is not on, so nothing else changes.',
    ].join(' '),
    wayBack: `Way back: "restore the playbook ${one.label}", at any time.`,
    count: 1,
    verb: shortVerb(`Change ${one.label}`),
    mark: markOf(before),
  };
}

export async function carryOutChange(use: Use, command: Change): Promise<Done> {
  const one = await ownOf(use, command.name);
  const next = 'nothing' in one ? null : await changedOf(use, one, command);
  if ('nothing' in one || !next || 'wrong' in next)
    return { sentence: `The playbook ${command.name} is as it was.`, back: null };
  const was = { values: one.values, rules: one.rules ?? [] };
  const done = await changePlaybook(use, { label: one.label, ...next, was, by: byOf(use) });
  return done
    ? {
        sentence: `The playbook ${one.label} is changed: it has ${partsSaid(next)}.`,
        back: `restore the playbook ${one.label}`,
      }
    : { sentence: `Somebody has changed ${one.label} since. Nothing was done.`, back: null };
}

async function changedOf(use: Use, one: Playbook, command: Change): Promise<Bundle | { wrong: string }> {
  const own = valuesOf(command.values);
  if ('wrong' in own) return own;
  const gone = await rulesGone(use, command.rules);
  if (gone) return { wrong: gone };
  const absent = command.without.find((name) => !(name in one.values));
  if (absent) return { wrong: `${settingNamed(absent).label} is not in ${one.label}.` };
  const kept = Object.entries(one.values).filter(([name]) => !command.without.some((out) => out === name));
  const rules = [...new Set([...(one.rules ?? []), ...command.rules])];
  const next = {
    values: { ...Object.fromEntries(kept), ...own.are },
    rules: rules.filter((rule) => !command.withoutRules.includes(rule)),
  };
  return Object.keys(next.values).length + next.rules.length === 0
    ? { wrong: `Nothing would be left of it. Say "remove the playbook ${one.label}" to do away with it.` }
    : next;
}

/** "stale after 45 days → 30 days", "cards a day 4 goes". */
function differencesSaid({ company }: Use, before: Bundle, after: Bundle): string[] {
  const names = [...new Set([...Object.keys(before.values), ...Object.keys(after.values)])];
  const moved = names.flatMap((name) => {
    const setting = settingNamed(name);
    const [was, is] = [before.values[name], after.values[name]];
    if (was === is) return [];
    const say = (value: SettingValue) => shown(setting, value, company);
    const label = setting.label.toLowerCase();
    if (was === undefined && is !== undefined) return [`${label} ${say(is)} joins`];
    if (is === undefined && was !== undefined) return [`${label} ${say(was)} goes`];
    return was !== undefined && is !== undefined ? [`${label} ${say(was)} → ${say(is)}`] : [];
  });
  const joins = after.rules
    .filter((rule) => !before.rules.includes(rule))
    .map((rule) => `rule ${rule} joins`);
  const goes = before.rules.filter((rule) => !after.rules.includes(rule)).map((rule) => `rule ${rule} goes`);
  const [first = '', ...others] = [...moved, ...joins, ...goes];
  return [`${first.charAt(0).toUpperCase()}${first.slice(1)}`, ...others];
}

const isOn = async (use: Use, { name }: Playbook): Promise<boolean> =>
  (await activePlaybooks(use.db, use.company.now)).some(({ playbook }) => playbook === name);

async function ownOf(use: Use, said: string): Promise<Playbook | { nothing: string }> {
  const label = plainly(said);
  if (playbookNamed(label))
    return {
      nothing: `${label} comes with Steward and stays as it is. "create a playbook called … from ${label}" makes one of your own.`,
    };
  const one = await anyPlaybook(use.db, label);
  if (one) return one;
  const own = (await ownPlaybooks(use.db)).map((each) => each.label);
  return {
    nothing: `There is no playbook called "${label}"${own.length > 0 ? `. Made here: ${list(own)}` : ''}.`,
  };
}

const plainly = (name: string): string => name.replace(/^(?:the|our)\s+/i, '');

export async function removePlan(use: Use, { name }: Remove): Promise<Planned> {
  const refused = notYours(use);
  if (refused) return refused;
  const label = plainly(name);
  if (playbookNamed(label))
    return { nothing: `${label} comes with Steward and stays; it can be switched off.` };
  const one = await ownOf(use, name);
  if ('nothing' in one) return one;
  if (await isOn(use, one))
    return { nothing: `${one.label} is on. Switch it off first: "deactivate ${one.label}".` };
  return {
    headline: `Remove the playbook ${one.label}.`,
    consequence: 'It is not on, so no setting changes.',
    wayBack: `Way back: "restore the playbook ${one.label}", at any time.`,
    count: 1,
    verb: shortVerb(`Remove ${one.label}`),
  };
}

export async function carryOutRemove(use: Use, { name }: Remove): Promise<Done> {
  const label = plainly(name);
  const gone = await removePlaybook(use, { label, by: byOf(use) });
  return {
    sentence: gone ? `The playbook ${label} is gone.` : `There is no playbook called "${label}".`,
    back: gone ? `restore the playbook ${label}` : null,
  };
}

export async function restorePlaybookPlan(use: Use, { name }: Restore): Promise<Planned> {
  const refused = notYours(use);
  if (refused) return refused;
  const label = plainly(name);
  if (playbookNamed(label)) return { nothing: `${label} comes with Steward and is as it always was.` };
  const before = await playbookBefore(use.db, label);
  if (!before) return { nothing: `There is nothing to bring back of a playbook called "${label}".` };
  const { now } = before;
  return {
    headline: now
      ? `Make the playbook ${before.label} what it was before.`
      : `Bring back the playbook ${before.label}.`,
    consequence: now
      ? `${differencesSaid(use, now, before).join('; ')}.`
      : `It sets ${list(saidOf(use, before))}. It is off until somebody switches it on.`,
    wayBack: now
      ? `Way back: "restore the playbook ${before.label}" once more.`
      : `Way back: "remove the playbook ${before.label}".`,
    count: 1,
    verb: shortVerb(`Restore ${before.label}`),
    mark: markOf(before),
  };
}

export async function carryOutRestorePlaybook(use: Use, { name }: Restore): Promise<Done> {
  const label = plainly(name);
  const before = await playbookBefore(use.db, label);
  const done = before !== null && (await restorePlaybook(use, { label, by: byOf(use) }));
  const again = before?.now ? 'restore' : 'remove';
  return {
    sentence: done
      ? `The playbook ${before.label} is there, with ${partsSaid(before)}.`
      : `There is nothing to bring back of "${label}".`,
    back: done ? `${again} the playbook ${before.label}` : null,
  };
}
