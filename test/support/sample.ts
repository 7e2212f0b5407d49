/** The sample company for tests, which takes longer to make than most tests: made once in a run, and copied. */
import { createHash } from 'node:crypto';
import { inject } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { seedSample } from '../../src/crm/sample/sample.ts';
import { type Db, openPool } from '../../src/db/pool.ts';
import { aCopyOf, type Fresh, onServer } from './database.ts';
import { createDatabase } from './server.ts';

/** When it is, and how large; what is not said is as `steward sample` has it. */
type Made = { now: string; zone: string; deals?: number };

/** Runs `work` on a sample company of its own. */
export async function withSample<T>(made: Made, work: (db: Db, use: Fresh) => Promise<T>): Promise<T> {
  const fresh = await aSample(made);
  try {
    return await work(fresh.db, fresh);
  } finally {
    await fresh.drop();
  }
}

/** A sample company for a whole file: make it in `beforeAll`, `drop` it in `afterAll`. */
export async function aSample(made: Made): Promise<Fresh & { drop(): Promise<void> }> {
  return aCopyOf(await original(made));
}

/** The database that is copied. Whichever worker wants one first makes it, the others wait. */
async function original(made: Made): Promise<string> {
  const name = `sample_${createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 16)}`;
  const server = onServer();
  await server.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [name]);
    const there = await trx('pg_database').where({ datname: name }).first('oid');
    if (!there) await make(name, made);
  });
  return name;
}

async function make(name: string, { now, zone, deals }: Made): Promise<void> {
  const half = `${name}_half`;
  const { url } = await createDatabase(inject('postgresUrl'), half, onServer());
  const db = openPool(url, { max: 2 });
  try {
    await seedSample({ db, now: stoppedAt(now), zone }, deals === undefined ? {} : { deals });
  } finally {
    await db.destroy();
  }
  // Under its name it is whole: a run that failed within it leaves none of that name.
  await onServer().raw(`alter database ${half} rename to ${name}`);
}
