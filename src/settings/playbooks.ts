/** Playbooks switched on and off. While one is on, what it sets lies on top of what is set there; nothing is overwritten. */
import { record } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { BadInput } from '../errors.ts';
import { redrawCard } from '../jobs/cards.ts';
import { personById } from '../people/people.ts';
import type { Actor } from '../policy/nouns.ts';
import type { Reading } from '../sales/leaf.ts';
import { settingNamed } from './catalogue.ts';
import { anyPlaybook } from './own-playbooks.ts';
import { type Playbook, playbookNamed } from './playbook-entries.ts';
import { occasionsNow } from './playbook-occasions.ts';
import { dropPlan, type Plan, plansDue, startedPlan } from './playbook-plans.ts';
import { type Joined, joinRules, leaveRules } from './playbook-rules.ts';
import type { SettingScope, SettingValue } from './setting.ts';
import { currentSettings, type SettingRow, settingValue } from './settings.ts';

export type Activation = {
  id: number;
  playbook: string;
  label: string;
  scope: SettingScope;
  scopeId: string;
  values: Record<string, SettingValue>;
  /** Rules that it switched on. */
  rules: Joined[];
  by: { kind: string; id: string };
  at: Date;
  until: Date | null;
  endedAt: Date | null;
};
export type PlaybookPlace = { scope: SettingScope; scopeId: string };

/** Those that are on, in the order in which they were switched on. */
export async function activePlaybooks(db: Db, now: Date): Promise<Activation[]> {
  const rows: Row[] = await db('playbook_activations')
    .whereNull('ended_at')
    .where((q) => q.whereNull('until').orWhere('until', '>', now))
    .orderBy('id');
  return rows.map(noun);
}

/** What it sets there: a setting that cannot differ by that place is left out. */
export const valuesAt = ({ values }: Playbook, { scope }: PlaybookPlace): Record<string, SettingValue> =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([name]) => scope === 'everyone' || settingNamed(name).scopes.includes(scope),
    ),
  );

/** The rows that lie on top for as long as it is on. */
export const rowsOf = (
  { label }: Playbook,
  place: PlaybookPlace,
  values: Record<string, SettingValue>,
): SettingRow[] =>
  Object.entries(values).map(([name, value]) => ({
    name,
    ...place,
    stage: '',
    value,
    version: 1,
    playbook: label,
  }));

/** What holds for everyone before and after. */
export type PlaybookMove = { name: string; from: SettingValue; to: SettingValue };

/** What these values change for everyone, beside what holds now. */
export const movesOf = (settings: SettingRow[], values: Record<string, SettingValue>): PlaybookMove[] =>
  Object.entries(values)
    .map(([name, to]) => ({ name, from: settingValue(settings, name).value, to }))
    .filter(({ from, to }) => from !== to);

/** `zone` is the company's, for what the rules among a playbook are true of already; UTC where it is not given. */
type Use = { db: Db; now: Clock; zone?: string };

/** Null: it is on there already, or has been on this occasion. */
export function activate(
  use: Use,
  input: PlaybookPlace & {
    playbook: Playbook;
    by: Actor;
    until: Date | null;
    reason?: string;
    /** Of one that comes by itself. */
    occasion?: { key: string; moves: PlaybookMove[] };
  },
): Promise<Activation | null> {
  const now = use.now.now();
  const { playbook, scope, scopeId, by, until } = input;
  if (until && until <= now)
    throw new BadInput('The end lies in the past.', { fix: 'Give an instant that is still to come.' });
  return inTransaction(use.db, async (trx) => {
    await endOver(trx, use);
    const [row] = await trx('playbook_activations')
      .insert({
        playbook: playbook.name,
        label: playbook.label,
        scope,
        scope_id: scopeId,
        values: JSON.stringify(valuesAt(playbook, input)),
        by_kind: by.kind,
        by_id: by.id,
        reason: input.reason ?? null,
        at: now,
        until,
        occasion: input.occasion?.key ?? null,
        moves: input.occasion ? JSON.stringify(input.occasion.moves) : null,
      })
      .onConflict()
      .ignore()
      .returning<Row[]>('*');
    if (!row) return null;
    const on = await joined(trx, use, row, playbook.rules ?? []);
    await recorded(trx, on, { action: 'playbook.started', by, because: input.reason });
    return noun(on);
  });
}

/** The opposite of `activate`: what is set there holds again. False: it was not on. */
export function deactivate(use: Use, input: { id: number; by: Actor; reason?: string }): Promise<boolean> {
  return inTransaction(use.db, async (trx) => {
    const [row] = await trx('playbook_activations')
      .where({ id: input.id })
      .whereNull('ended_at')
      .update({ ended_at: use.now.now(), ended_by: input.by.id })
      .returning<Row[]>('*');
    if (!row) return false;
    await left(trx, use, row, input.by);
    await recorded(trx, row, { action: 'playbook.ended', by: input.by, because: input.reason });
    await redrawCard(trx, `playbook:${row.id}`);
    return true;
  });
}

/** On again, as it was, in its place among the others. False: it cannot, because its end has come or it is on there anew. */
export function reactivate(use: Use, input: { id: number; by: Actor; reason?: string }): Promise<boolean> {
  const now = use.now.now();
  return inTransaction(use.db, async (trx) => {
    const { rows } = await trx.raw<{ rows: Row[] }>(
      `update playbook_activations a set ended_at = null, ended_by = null
       where id = ? and ended_at is not null and (until is null or until > ?) and not exists (
         select 1 from playbook_activations o where o.ended_at is null and (o.playbook, o.scope, o.scope_id) = (a.playbook, a.scope, a.scope_id))
       returning *`,
      [input.id, now],
    );
    const [row] = rows;
    if (!row) return false;
    const on = await joined(
      trx,
      use,
      row,
      row.rules.map(({ rule }) => rule),
    );
    await recorded(trx, on, { action: 'playbook.started', by: input.by, because: input.reason });
    await redrawCard(trx, `playbook:${row.id}`);
    return true;
  });
}

/** Closes those whose end has come, and switches on those that come by themselves; clock work. */
export async function turnPlaybooks(use: { db: Db; now: Clock; zone: string }): Promise<void> {
  const now = use.now.now();
  await inTransaction(use.db, (trx) => endOver(trx, use));
  await startPlanned(use);
  const settings = await currentSettings(use.db, now);
  for (const { playbook: name, key, from, until } of occasionsNow({ settings, now, zone: use.zone })) {
    const playbook = playbookNamed(name);
    if (!playbook || (await wasOn(use.db, { name, key, from }))) continue;
    const by = { kind: 'system', id: 'clock' } as const;
    const reason = 'It comes by itself.';
    const place = { scope: 'everyone', scopeId: '' } as const;
    const occasion = { key, moves: movesOf(settings, valuesAt(playbook, place)) };
    await activate(use, { playbook, ...place, by, until, reason, occasion });
  }
}

/** What was planned for now, each once; what cannot begin any more is given up, and says why. */
async function startPlanned(use: Use): Promise<void> {
  for (const plan of await plansDue(use.db, use.now.now()))
    await inTransaction(use.db, async (trx) => {
      const taken = await trx('playbook_plans')
        .where({ id: plan.id, activation: null, dropped_at: null })
        .forUpdate()
        .skipLocked()
        .first('id');
      if (taken) await startPlan({ ...use, db: trx }, plan);
    });
}

async function startPlan(use: Use, plan: Plan): Promise<void> {
  const playbook = await anyPlaybook(use.db, plan.label);
  const person = await personById(use.db, plan.byId);
  const give = (because: string) => dropPlan(use, { id: plan.id, byId: 'clock', because });
  if (!playbook || playbook.name !== plan.playbook) return give('The playbook is not there any more.');
  if (!person?.active) return give('Who planned it has left.');
  if (plan.until && plan.until <= use.now.now()) return give('Its end had come before it could begin.');
  const by = { kind: 'person', id: plan.byId } as const;
  const { scope, scopeId, until } = plan;
  const on = await activate(use, { playbook, scope, scopeId, by, until, reason: 'Planned for this day.' });
  return on ? startedPlan(use.db, plan.id, on.id) : give('It was on there already.');
}

/** Once for each occasion; and what somebody has switched off since it began stays off. */
async function wasOn(
  db: Db,
  { name, key, from }: { name: string; key: string; from: Date },
): Promise<boolean> {
  const row = await db('playbook_activations')
    .where((either) =>
      either
        .where({ occasion: key })
        .orWhere((here) =>
          here
            .where({ playbook: name, scope: 'everyone' })
            .where((still) => still.whereNull('ended_at').orWhere('ended_at', '>', from)),
        ),
    )
    .first('id');
  return row !== undefined;
}

/** With what it made of its rules. */
async function joined(trx: Db, use: Use, row: Row, rules: number[]): Promise<Row> {
  if (rules.length === 0) return row;
  const on = await joinRules(trx, await readingOf(trx, use), { rules, byId: row.by_id });
  await trx('playbook_activations')
    .where({ id: row.id })
    .update({ rules: JSON.stringify(on) });
  return { ...row, rules: on };
}

/** In the name of who ends it, else of who switched it on. */
async function left(trx: Db, use: Use, row: Row, by: Actor): Promise<void> {
  if (row.rules.length === 0) return;
  const byId = by.kind === 'person' ? by.id : row.by_id;
  await leaveRules(trx, await readingOf(trx, use), { rules: row.rules, byId });
}

const readingOf = async (trx: Db, use: Use): Promise<Reading> => ({
  now: use.now.now(),
  zone: use.zone ?? 'UTC',
  settings: await currentSettings(trx, use.now.now()),
});

async function endOver(trx: Db, use: Use): Promise<void> {
  const now = use.now.now();
  const rows: Row[] = await trx('playbook_activations')
    .whereNull('ended_at')
    .where('until', '<=', now)
    .update({ ended_at: now, ended_by: 'clock' })
    .returning('*');
  const by = { kind: 'system', id: 'clock' } as const;
  for (const row of rows) {
    await left(trx, use, row, by);
    await recorded(trx, row, { action: 'playbook.ended', by, because: 'Its end had come.' });
    await redrawCard(trx, `playbook:${row.id}`);
  }
}

const recorded = (
  trx: Db,
  row: Row,
  what: { action: string; by: Actor; because: string | undefined },
): Promise<void> =>
  record(trx, {
    ...what,
    subject: { kind: 'playbook', id: [row.playbook, row.scope, row.scope_id].filter(Boolean).join(':') },
    details: {
      activation: Number(row.id),
      until: row.until,
      values: row.values,
      ...(row.rules.length > 0 ? { rules: row.rules } : {}),
    },
  });

type Row = {
  id: number;
  playbook: string;
  label: string;
  scope: SettingScope;
  scope_id: string;
  values: Record<string, SettingValue>;
  rules: Joined[];
  by_kind: string;
  by_id: string;
  at: Date;
  until: Date | null;
  ended_at: Date | null;
};

const noun = (row: Row): Activation => ({
  id: Number(row.id),
  playbook: row.playbook,
  label: row.label,
  scope: row.scope,
  scopeId: row.scope_id,
  values: row.values,
  rules: row.rules,
  by: { kind: row.by_kind, id: row.by_id },
  at: row.at,
  until: row.until,
  endedAt: row.ended_at,
});
