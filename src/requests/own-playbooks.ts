/** Making a playbook in words, and doing away with it. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Command } from '../language/request.ts';
import { maySet } from '../policy/may-set.ts';
import type { Person } from '../policy/nouns.ts';
import { ofAuthority, settingNamed } from '../settings/catalogue.ts';
import { anyPlaybook, createPlaybook, ownPlaybooks, removePlaybook } from '../settings/own-playbooks.ts';
import { playbookNamed } from '../settings/playbook-entries.ts';
import { activePlaybooks } from '../settings/playbooks.ts';
import type { SettingValue } from '../settings/setting.ts';
import { count, list } from '../story/format.ts';
import type { Company } from './company.ts';
import { lacking, refusing } from './lacking.ts';
import { inItsUnit, shown, wrongWith } from './limits.ts';
import { type Done, type Planned, shortVerb } from './plan.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Create = Extract<Command, { do: 'create_playbook' }>;
type Remove = Extract<Command, { do: 'remove_playbook' }>;

const everyone = { scope: 'everyone', territoryId: null, teamId: null } as const;
const notYours = (use: Use): Planned | null => {
  const needs = maySet(use.by, { authority: false, place: everyone });
  return needs
    ? { instead: refusing(`Making and removing playbooks is not possible for you: it needs ${needs}.`) }
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
  const values = valuesOf(command);
  if ('wrong' in values) return { instead: lacking(values.wrong) };
  const said = Object.entries(values.are).map(([name, value]) => {
    const setting = settingNamed(name);
    return `${setting.label.toLowerCase()} ${shown(setting, value, use.company)}`;
  });
  return {
    headline: `Create the playbook ${command.name}.`,
    consequence: `It sets ${list(said)}. Nothing changes until it is switched on with "activate ${command.name}".`,
    wayBack: `Way back: "remove the playbook ${command.name}", at any time.`,
    count: said.length,
    verb: shortVerb(`Create ${command.name}`),
  };
}

export async function carryOutCreate(use: Use, command: Create): Promise<Done> {
  const values = valuesOf(command);
  if ('wrong' in values) return { sentence: values.wrong, back: null };
  const by = { kind: 'person', id: use.by.id } as const;
  const made = await createPlaybook(use, { label: command.name, values: values.are, by });
  return made
    ? {
        sentence: `The playbook ${command.name} is there, with ${count(Object.keys(values.are).length, 'setting')}.`,
        back: `remove the playbook ${command.name}`,
      }
    : { sentence: `There is a playbook called "${command.name}" already. Nothing was done.`, back: null };
}

/** A limit of the approvers' is in no playbook: it would be a way around them. */
function valuesOf({ values }: Create): { are: Record<string, SettingValue> } | { wrong: string } {
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

export async function removePlan(use: Use, { name }: Remove): Promise<Planned> {
  const refused = notYours(use);
  if (refused) return refused;
  const label = name.replace(/^(?:the|our)\s+/i, '');
  if (playbookNamed(label))
    return { nothing: `${label} comes with Steward and stays; it can be switched off.` };
  const one = await anyPlaybook(use.db, label);
  if (!one) {
    const own = (await ownPlaybooks(use.db)).map((each) => each.label);
    return {
      nothing: `There is no playbook called "${label}"${own.length > 0 ? `. Made here: ${list(own)}` : ''}.`,
    };
  }
  const on = (await activePlaybooks(use.db, use.company.now)).filter(({ playbook }) => playbook === one.name);
  if (on.length > 0)
    return { nothing: `${one.label} is on. Switch it off first: "deactivate ${one.label}".` };
  return {
    headline: `Remove the playbook ${one.label}.`,
    consequence: 'It is not on, so no setting changes.',
    wayBack: 'Way back: create it again.',
    count: 1,
    verb: shortVerb(`Remove ${one.label}`),
  };
}

export async function carryOutRemove(use: Use, { name }: Remove): Promise<Done> {
  const label = name.replace(/^(?:the|our)\s+/i, '');
  const gone = await removePlaybook(use, { label, by: { kind: 'person', id: use.by.id } });
  return {
    sentence: gone ? `The playbook ${label} is gone.` : `There is no playbook called "${label}".`,
    back: null,
  };
}
