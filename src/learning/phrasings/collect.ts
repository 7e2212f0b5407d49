/** Readings of a language model that served somebody → phrasings for a person to review. Clock work. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Learned, templateOf } from '../../language/phrasings/learn.ts';
import { itemsOf, keyOf } from '../../language/phrasings/pattern.ts';
import { type ReadWith, readByRules } from '../../language/reader.ts';
import { emptyFrame, type Frame } from '../../language/request.ts';
import { plain } from '../../language/text.ts';
import { isCommon } from '../../language/vocabulary.ts';
import { dayIn } from '../../sales/days.ts';
import { calledWrong } from './nouns.ts';

const most = 200;
/** An answer that nobody corrected for so long was what was meant. */
const quietMinutes = 60;
const oldestDays = 30;
/** "No, I meant …" */
const takenBack = '^\\W*(no|nope|not|wrong|sorry|i meant?)\\y';

type Served = { id: number; text: string; frame: Frame };

/**
 * Looks at each answer once: at those that somebody called good or went on from at once, at the others after an hour. One
 * that was called wrong, rephrased or taken back ("no, …") teaches nothing.
 */
export async function collectPhrasings(use: {
  db: Db;
  now: Clock;
  reading: () => Promise<ReadWith>;
}): Promise<{ looked: number; taught: number }> {
  const now = use.now.now();
  const served = await servedBy(use.db, now);
  if (served.length === 0) return { looked: 0, taught: 0 };
  const reading = await use.reading();
  const drafts = served.flatMap(({ id, text, frame }): Draft[] => {
    const learned = learnedFrom(plain(text), { ...emptyFrame, ...frame }, reading);
    return learned ? [{ ...learned, request: id, key: keyOf(learned.template), hash: hashOf(learned) }] : [];
  });
  const names = await namesAmong(
    use.db,
    drafts.flatMap(({ template }) => unusualWords(template)),
  );
  const kept = drafts.filter(({ template }) => !unusualWords(template).some((word) => names.has(word)));
  await inTransaction(use.db, (trx) => store(trx, served, kept, now));
  return { looked: served.length, taught: kept.length };
}

async function servedBy(db: Db, now: Date): Promise<Served[]> {
  const { rows } = await db.raw<{ rows: Served[] }>(
    `select q.id, q.text, q.reading->'frame' as frame from requests q
     where q.via = 'model' and q.answered_at > :now::timestamptz - make_interval(days => :days)
       and q.continues is null and q.person_id is not null and q.reply->>'kind' = 'answer' and q.reading->'frame' <> 'null'
       and not exists (select 1 from phrasing_sightings g where g.request_id = q.id)
       and not ${calledWrong}
       and not exists (select 1 from requests n where n.rephrases = q.id)
       and not exists (select 1 from requests n where n.thread = q.thread and n.person_id = q.person_id and n.id > q.id
         and n.asked_at < q.asked_at + interval '10 minutes' and n.text ~* :takenBack)
       and (q.answered_at <= :now::timestamptz - make_interval(mins => :quiet)
         or exists (select 1 from feedback f where f.subject_kind = 'request' and f.subject_id = q.id::text and f.replaced_at is null and f.say = 'good')
         or exists (select 1 from requests n where n.continues = q.id)
         or exists (select 1 from files x where x.request_id = q.id and x.slack_user is not null)
         or exists (select 1 from requests n where n.thread = q.thread and n.person_id = q.person_id and n.id > q.id and n.reply->>'changed' is not null
           and not exists (select 1 from requests m where m.thread = q.thread and m.person_id = q.person_id and m.id > q.id and m.id < n.id)))
     order by q.id limit :most`,
    { now, days: oldestDays, quiet: quietMinutes, most, takenBack },
  );
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

type Draft = Learned & { request: number; key: string; hash: string };

/** Nothing is learned from words that the rules read, refuse or take for a command by now; a past day is but said once. */
function learnedFrom(text: string, frame: Frame, reading: ReadWith): Learned | null {
  if (frame.asOf !== undefined) return null;
  const byRules = readByRules(text, { ...reading, thread: null, it: null, before: null, choices: [] });
  if (byRules.say !== 'partly' && !(byRules.say === 'unread' && !byRules.ofCommand)) return null;
  return templateOf(text, frame, { ...reading, today: dayIn(reading.now, reading.zone) });
}

const hashOf = ({ pattern }: Learned): string =>
  createHash('sha256').update(JSON.stringify(pattern)).digest('hex').slice(0, 32);

/** Words that are neither the grammar's nor everyday ones: each may be a name that only the data knows. */
export const unusualWords = (template: string): string[] =>
  itemsOf(template)
    .flatMap((item) => ('word' in item ? item.word.split(/[^\p{L}\p{N}]+/u) : []))
    .filter((word) => word.length > 1 && !isCommon(word));

/** Those words that somebody or something in the CRM is called: every name is looked at, so it may take a second. */
export async function namesAmong(db: Db, words: string[]): Promise<Set<string>> {
  const wanted = [...new Set(words)];
  if (wanted.length === 0) return new Set();
  // Accents are folded away on both sides, as everywhere in the reader; few names have any. Words are letters and figures alone.
  const { rows } = await db.raw<{ rows: { word: string }[] }>(
    `with named as (
       select name from contacts union all select name from leads union all select company from leads
       union all select name from accounts union all select name from deals union all select name from people
       union all select unnest(nicknames) from people),
     plain as (
       select case when octet_length(name) = length(name) then lower(name)
         else translate(regexp_replace(normalize(fold(name), nfkd), '[\u0300-\u036f]', '', 'g'), 'øł', 'ol') end as name
       from named where name is not null)
     select distinct word from plain, regexp_split_to_table(name, '[^[:alnum:]]+') as word
     where name like any(:patterns::text[]) and word = any(:wanted::text[])`,
    { wanted, patterns: wanted.map((word) => `%${word}%`) },
  );
  return new Set(rows.map(({ word }) => word));
}

async function store(trx: Db, served: Served[], drafts: Draft[], now: Date): Promise<void> {
  await trx.raw(
    `insert into phrasings (template, key, slots, pattern, hash, first_seen_at)
     select distinct on (key, hash) template, key, slots, pattern, hash, ?::timestamptz
     from jsonb_to_recordset(?::jsonb) as d(template text, key text, slots jsonb, pattern jsonb, hash text)
     order by key, hash on conflict (key, hash) do nothing`,
    [now, JSON.stringify(drafts)],
  );
  await trx.raw(
    `insert into phrasing_sightings (request_id, phrasing_id, looked_at)
     select l.id, p.id, ?::timestamptz
     from jsonb_to_recordset(?::jsonb) as l(id bigint)
       left join jsonb_to_recordset(?::jsonb) as d(request bigint, key text, hash text) on d.request = l.id
       left join phrasings p on p.key = d.key and p.hash = d.hash
     on conflict (request_id) do nothing`,
    [now, JSON.stringify(served.map(({ id }) => ({ id }))), JSON.stringify(drafts)],
  );
}
