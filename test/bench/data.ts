/** The sample company at bench size, loaded once for a run. */
import { stoppedAt } from '../../src/clock.ts';
import { seedSample } from '../../src/crm/sample/sample.ts';
import { type Db, openPool } from '../../src/db/pool.ts';
import type { Server } from './server.ts';

export const now = new Date('2026-03-20T10:00:00Z');
export const zone = 'Europe/Berlin';

export type Company = { db: Db; url: string; deals: number };

/** Loads the company without its secondary indexes and makes them afterwards, as one does with bulk data. */
export async function companyOf(server: Server, deals: number): Promise<Company> {
  const url = await server.database(`deals_${deals}`);
  const db = openPool(url, { max: 4, name: 'bench' });
  const { rows } = await db.raw('select exists (select 1 from deals) as full');
  if (!rows[0]?.full) {
    const later = await takeIndexes(db);
    await seedSample({ db, now: stoppedAt(now), zone }, { deals });
    for (const statement of later) await db.raw(statement);
    // The agents' first look at a new company is not what is measured.
    await db.raw('truncate touched');
    await db.raw('vacuum analyze');
  }
  return { db, url, deals };
}

const bulky = ['deals', 'deal_versions', 'activities'];

async function takeIndexes(db: Db): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { name: string; statement: string }[] }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as statement from pg_index i
     where i.indrelid = any(?::text[]::regclass[]) and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid)`,
    [bulky],
  );
  for (const { name } of rows) await db.raw(`drop index ${name}`);
  return rows.map(({ statement }) => statement);
}
