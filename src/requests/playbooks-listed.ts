/** Which playbooks there are, what they do, and which are on. */
import type { Db } from '../db/pool.ts';
import type { Person } from '../policy/nouns.ts';
import { settingNamed } from '../settings/catalogue.ts';
import { anyPlaybook, ownPlaybooks } from '../settings/own-playbooks.ts';
import { type Playbook, playbooks } from '../settings/playbook-entries.ts';
import { plannedPlaybooks } from '../settings/playbook-plans.ts';
import { type Activation, activePlaybooks } from '../settings/playbooks.ts';
import { settingValue } from '../settings/settings.ts';
import { count } from '../story/format.ts';
import type { Company } from './company.ts';
import { shown } from './limits.ts';
import { type Outcome, outcome, plain } from './outcome.ts';
import { forSaid, saidAt, untilSaid } from './playbook-preview.ts';
import { unknownPlaybook } from './playbooks.ts';
import { suggestions } from './suggest.ts';
import { inSight } from './values-changed.ts';

type Use = { db: Db; company: Company; by: Person };

/** Which there are, which are on, where, since when, until when and by whom; of one what it sets. */
export async function listPlaybooks(use: Use, { name }: { name: string | null }): Promise<Outcome> {
  if (name !== null) return ofOne(use, name);
  const [on, own] = await Promise.all([playbooksOn(use), ownPlaybooks(use.db)]);
  const all = [...playbooks, ...own];
  const sentence =
    on.length === 0
      ? `No playbook is on. There are ${count(all.length, 'playbook')}.`
      : `${count(on.length, 'playbook')} ${on.length === 1 ? 'is' : 'are'} on.`;
  const itself = ['quarter_end_push', 'pipeline_cleanup', 'large_deal_over', 'onboarding_offer'].map((name) =>
    switchSaid(use, name),
  );
  const coming = await comingSaid(use);
  const lines = [...on, ...coming, ...all.map(({ label, meaning }) => `${label}: ${meaning}`), ...itself];
  return told(sentence, lines, 'activate Quarter-end push');
}

async function ofOne(use: Use, name: string): Promise<Outcome> {
  const one = await anyPlaybook(use.db, name);
  if (!one) return plain(unknownPlaybook(use.company, name), 'show_playbooks');
  const lines = Object.entries(one.values).map(([setting, value]) => {
    const of = settingNamed(setting);
    return `${of.label}: ${shown(of, value, use.company)}.`;
  });
  for (const rule of one.rules ?? []) lines.push(`Rule ${rule}: on.`);
  const on = await playbooksOn(use, one);
  const sentence = [`${one.label}: ${one.meaning}`, ...(on.length > 0 ? on : ['It is off.'])].join(' ');
  return told(sentence, lines, one.scopes.includes('everyone') ? `activate ${one.label}` : 'list playbooks');
}

/** "Quarter-end push is on for EMEA since 20 Mar, 11:00 CET, by Mara Lind until …", of those that the person may know of. */
export async function playbooksOn(use: Use, of?: Playbook): Promise<string[]> {
  const all = await activePlaybooks(use.db, use.company.now);
  const wanted = all.filter(({ playbook }) => of === undefined || playbook === of.name);
  if (wanted.length === 0) return [];
  const { seen } = await inSight(
    use,
    wanted.map((one) => ({ ...one, name: '' })),
  );
  const ids = seen.map(({ by }) => by.id);
  const people: { id: string; name: string }[] = await use
    .db('people')
    .whereIn('id', ids)
    .select('id', 'name');
  const who = ({ by }: Activation): string =>
    by.kind === 'person' ? (people.find(({ id }) => id === by.id)?.name ?? by.id) : 'itself';
  return seen.map(
    (one) =>
      `${one.label} is on${forSaid(use.company, [one])} since ${saidAt(use, one.at)}, by ${who(one)}${one.until ? `,${untilSaid(use, one.until)}` : ''}.`,
  );
}

/** What is to come, of what the person may know of. */
async function comingSaid(use: Use): Promise<string[]> {
  const planned = await plannedPlaybooks(use.db);
  const { seen } = await inSight(
    use,
    planned.map((one) => ({ ...one, name: '' })),
  );
  return seen.map(
    (one) =>
      `${one.label} comes on${forSaid(use.company, [one])} from ${saidAt(use, one.startsAt)}${untilSaid(use, one.until)}.`,
  );
}

function switchSaid({ company }: Use, name: string): string {
  const setting = settingNamed(name);
  return `${setting.label}: ${shown(setting, settingValue(company.settings, name).value, company)}.`;
}

const told = (sentence: string, lines: string[], next: string): Outcome =>
  outcome({ kind: 'text', sentence, lines, next: suggestions([next]) }, 'show_playbooks', {
    understood: 'Playbooks',
  });
