/** Workflows outside that rules may start: registered by name, taken away, their secrets renewed. */
import { createHmac } from 'node:crypto';
import { record } from '../audit/record.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';

export type Workflow = {
  id: number;
  name: string;
  url: string;
  secretVersion: number;
  secretAt: Date;
  secretShownAt: Date | null;
  setBy: string;
  setAt: Date;
  endedAt: Date | null;
};

type Row = {
  id: number;
  name: string;
  url: string;
  secret_version: number;
  secret_at: Date;
  secret_shown_at: Date | null;
  set_by: string;
  set_at: Date;
  ended_at: Date | null;
};
const workflowOf = (row: Row): Workflow => ({
  id: row.id,
  name: row.name,
  url: row.url,
  secretVersion: row.secret_version,
  secretAt: row.secret_at,
  secretShownAt: row.secret_shown_at,
  setBy: row.set_by,
  setAt: row.set_at,
  endedAt: row.ended_at,
});

/** Those that there are, by name. */
export const workflowsNow = async (db: Db): Promise<Workflow[]> =>
  (await db('workflows').whereNull('ended_at').orderByRaw('lower(name)').select<Row[]>()).map(workflowOf);

export async function workflowById(db: Db, id: number): Promise<Workflow | null> {
  const row = await db('workflows').where({ id }).first<Row | undefined>();
  return row ? workflowOf(row) : null;
}

/** What kind of thing it is called is no part of its name: "the customer onboarding workflow". */
const bare = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^(?:the|a|an|our) /, '')
    .replace(/ (?:workflow|process|webhook|sequence|automation)$/, '')
    .trim();
export const workflowNamed = (all: readonly Workflow[], said: string): Workflow | null =>
  all.find(({ name }) => bare(name) === bare(said)) ?? null;

/** The hosts that the environment names, as this database knows them: the command line is another program. */
export const workflowHosts = (db: Db): Promise<string[]> =>
  db('workflow_hosts').orderBy('host').pluck('host');

export async function keepWorkflowHosts(db: Db, hosts: readonly string[]): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('workflow_hosts').whereNotIn('host', hosts).delete();
    if (hosts.length > 0)
      await trx('workflow_hosts')
        .insert(hosts.map((host) => ({ host })))
        .onConflict('host')
        .ignore();
  });
}

type By = { byId: string; now: Date };

/** Null: there is one of that name. */
export const addWorkflow = (
  use: { db: Db },
  { name, url, byId, now }: { name: string; url: string } & By,
): Promise<number | null> =>
  withLock(use.db, 'workflows', async (trx) => {
    const [row] = await trx('workflows')
      .insert({ name, url, secret_at: now, set_by: byId, set_at: now })
      .onConflict(trx.raw('(lower(name)) where ended_at is null'))
      .ignore()
      .returning<{ id: number }[]>('id');
    if (row) await noted(trx, 'workflow.added', row.id, byId, { name, host: new URL(url).host });
    return row?.id ?? null;
  });

/** False: it is no more. */
export const removeWorkflow = (use: { db: Db }, { id, byId, now }: { id: number } & By): Promise<boolean> =>
  withLock(use.db, 'workflows', async (trx) => {
    const ended = await trx('workflows')
      .where({ id })
      .whereNull('ended_at')
      .update({ ended_at: now, ended_by: byId });
    if (ended > 0) await noted(trx, 'workflow.removed', id, byId, {});
    return ended > 0;
  });

/** Another secret takes the place of the last. The version that it has; null: there is no such workflow, or it has another by now. */
export const renewSecret = (
  use: { db: Db },
  { id, was, byId, now }: { id: number; was: number } & By,
): Promise<number | null> =>
  withLock(use.db, 'workflows', async (trx) => {
    const renewed = await trx('workflows')
      .where({ id, secret_version: was })
      .whereNull('ended_at')
      .update({ secret_version: was + 1, secret_at: now, secret_shown_at: null });
    if (renewed === 0) return null;
    await noted(trx, 'workflow.secret_renewed', id, byId, { version: was + 1 });
    return was + 1;
  });

/** How long what was signed with the secret before is signed with that as well. */
const bothForMs = 24 * 3_600_000;

/** The secrets with which a message is signed now, the newest first. They are made from the house's key, so no table holds one. */
export function secretsOf(
  key: string,
  { id, secretVersion, secretAt }: Pick<Workflow, 'id' | 'secretVersion' | 'secretAt'>,
  now: Date,
): [string, ...string[]] {
  const of = (version: number): string =>
    createHmac('sha256', key).update(`workflow:${id}:${version}`).digest('hex');
  const overlaps = secretVersion > 1 && now.getTime() - secretAt.getTime() < bothForMs;
  return overlaps ? [of(secretVersion), of(secretVersion - 1)] : [of(secretVersion)];
}

const noted = (trx: Db, action: string, id: number, byId: string, details: object): Promise<void> =>
  record(trx, {
    action,
    subject: { kind: 'workflow', id: String(id) },
    by: { kind: 'person', id: byId },
    details: { ...details },
  });
