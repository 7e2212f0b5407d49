import type { Db } from '../db/pool.ts';
import { anchorFile, type Head, readAnchor } from './anchor.ts';
import { beginning, content, sealOf } from './chain.ts';

export type Verified =
  | { ok: true; sealed: number; unsealed: number; anchored: boolean; sentence: string }
  | { ok: false; what: 'changed' | 'missing' | 'moved' | 'cut'; at: string; sentence: string };

type Row = { seq: number; hash: string; audit_id: number; content: string | null };
const batch = 5000;

/** Walks the whole chain and says the first thing that is wrong with it, or how much is sealed and how much still waits. */
export async function verify(db: Db, options: { key: string; home: string }): Promise<Verified> {
  const anchored = await readAnchor(options.home);
  let head: Head = { seq: 0, hash: beginning };
  for (;;) {
    const rows = await linksAfter(db, head.seq);
    for (const row of rows) {
      if (row.seq !== head.seq + 1)
        return wrong('missing', `seal ${head.seq + 1}`, 'The seal of a row was removed');
      if (row.content === null) return wrong('missing', `row ${row.audit_id}`, 'A sealed row was removed');
      const hash = sealOf(options.key, head.hash, {
        seq: row.seq,
        auditId: row.audit_id,
        content: row.content,
      });
      if (hash !== row.hash) return await changedOrMoved(db, options.key, head.hash, row);
      if (anchored?.seq === row.seq && anchored.hash !== hash)
        return wrong('changed', `seal ${row.seq}`, 'The log differs from the head that was anchored');
      head = { seq: row.seq, hash };
    }
    if (rows.length < batch) break;
  }
  if (anchored && anchored.seq > head.seq)
    return wrong(
      'cut',
      `seal ${head.seq + 1}`,
      `The log ends before the head kept in ${anchorFile(options.home)} (or this is another database than the one anchored there)`,
    );
  const { rows: tail } = await db.raw(
    'select (select count(*) from audit) - (select count(*) from audit_seals) as unsealed',
  );
  const unsealed: number = tail[0].unsealed;
  const sentence = `${head.seq} audit rows are sealed and as they were written; ${unsealed} written since wait for their seal.${
    anchored || head.seq === 0
      ? ''
      : ' No head is anchored on this machine, so a log cut at its end would not be noticed.'
  }`;
  return { ok: true, sealed: head.seq, unsealed, anchored: anchored !== null, sentence };
}

async function linksAfter(db: Db, seq: number): Promise<Row[]> {
  return db('audit_seals as s')
    .leftJoin('audit as a', 'a.id', 's.audit_id')
    .where('s.seq', '>', seq)
    .orderBy('s.seq')
    .limit(batch)
    .select(
      's.seq',
      's.hash',
      's.audit_id',
      db.raw(`case when a.id is not null then ${content} end as content`),
    );
}

/** The seal fits another row: then that row was moved. It fits none: the row was changed. */
async function changedOrMoved(db: Db, key: string, before: string, broken: Row): Promise<Verified> {
  for (let after = 0; ; ) {
    const rows: { id: number; content: string }[] = await db('audit as a')
      .where('a.id', '>', after)
      .orderBy('a.id')
      .limit(batch)
      .select('a.id', db.raw(`${content} as content`));
    for (const row of rows)
      for (const auditId of [broken.audit_id, row.id])
        if (sealOf(key, before, { seq: broken.seq, auditId, content: row.content }) === broken.hash)
          return wrong('moved', `row ${broken.audit_id}`, 'A row was moved from its place');
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
  }
  return wrong('changed', `row ${broken.audit_id}`, 'A sealed row was changed, or the key is another one');
}

const wrong = (what: 'changed' | 'missing' | 'moved' | 'cut', at: string, because: string): Verified => ({
  ok: false,
  what,
  at,
  sentence: `${because}: ${what} at ${at}.`,
});
