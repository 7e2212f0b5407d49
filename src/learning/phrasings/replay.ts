/** What a phrasing would have read of the requests that people have made: shown before anybody accepts it. Writes nothing. */
import type { Db } from '../../db/pool.ts';
import { matched } from '../../language/phrasings/match.ts';
import { itemsOf, type Pattern, type Slot, spoken } from '../../language/phrasings/pattern.ts';
import { type ReadWith, readByRules } from '../../language/reader.ts';
import { emptyFrame, type Frame } from '../../language/request.ts';
import { plain } from '../../language/text.ts';
import { typed, understanding } from '../../language/understanding.ts';
import { words } from '../../language/words.ts';
import { dayIn } from '../../sales/days.ts';

/** A request, and how it would be read. */
export type Would = { text: string; understood: string };
/** One that is read otherwise: by the rules, which go first and go on reading it so, or lately by the language model. */
export type Conflict = Would & { by: 'rules' | 'refused' | 'model'; otherwise: string };

export type Replay = {
  days: number;
  /** Requests that it would have read. */
  read: number;
  examples: Would[];
  conflicts: Conflict[];
};

export const replayedDays = 90;
const most = 5_000;

type Asked = { text: string; times: number; frame: Frame | null };

export async function replay(
  db: Db,
  of: { template: string; slots: Slot[]; pattern: Pattern },
  reading: ReadWith,
): Promise<Replay> {
  const about = { ...reading, today: dayIn(reading.now, reading.zone) };
  const found: Replay = { days: replayedDays, read: 0, examples: [], conflicts: [] };
  for (const { text, times, frame } of await askedLike(db, of.template, reading.now)) {
    const clean = plain(text);
    const match = matched(spoken(words(clean)), of, about);
    if (!match) continue;
    const would = {
      text: clean,
      understood: 'frame' in match ? understanding(match.frame, reading) : match.which.question,
    };
    const rules = byRules(clean, reading);
    if (rules) {
      found.conflicts.push({ ...would, ...rules });
      continue;
    }
    found.read += times;
    found.examples.push(would);
    const model = frame && 'frame' in match ? { ...emptyFrame, ...frame } : null;
    if (model && 'frame' in match && typed(model, reading) !== typed(match.frame, reading))
      found.conflicts.push({ ...would, by: 'model', otherwise: understanding(model, reading) });
  }
  return found;
}

function byRules(text: string, reading: ReadWith): Pick<Conflict, 'by' | 'otherwise'> | null {
  const read = readByRules(text, { ...reading, thread: null, it: null, before: null, choices: [] });
  if (read.say === 'refused') return { by: 'refused', otherwise: 'refused' };
  if (read.say === 'question') return { by: 'rules', otherwise: understanding(read.frame, reading) };
  if (read.say === 'which') return { by: 'rules', otherwise: read.question };
  const isCommand =
    read.say === 'command' || read.say === 'lacks' || (read.say === 'unread' && read.ofCommand);
  return isCommand ? { by: 'rules', otherwise: 'a command' } : null;
}

/** The newest first, each wording once; only those that hold the longest word of the phrasing. */
async function askedLike(db: Db, template: string, now: Date): Promise<Asked[]> {
  const plainest = itemsOf(template)
    .flatMap((item) => ('word' in item && /^[a-z]+$/.test(item.word) ? [item.word] : []))
    .sort((a, b) => b.length - a.length);
  const { rows } = await db.raw<{ rows: Asked[] }>(
    `select text, count(*)::int as times,
       (array_agg(reading->'frame' order by id desc) filter (where via = 'model' and reply->>'kind' = 'answer' and reading->'frame' <> 'null'))[1] as frame
     from requests where asked_at > ?::timestamptz - make_interval(days => ?) and continues is null and strpos(lower(text), ?) > 0
     group by text order by max(id) desc limit ?`,
    [now, replayedDays, plainest[0] ?? '', most],
  );
  return rows;
}
