import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Bytes, openBytes } from './bytes.ts';
import type { Channel, Message, Person, Prompts, Secrets, StoredFile, View } from './nouns.ts';

/** Rows by id, in the order in which they first came. */
export type Table<T> = {
  get: (id: string) => T | undefined;
  all: () => IterableIterator<T>;
  put: (id: string, row: T) => T;
  drop: (id: string) => void;
};

export type Store = {
  people: Table<Person>;
  channels: Table<Channel>;
  homes: Table<View>;
  /** The ts up to which a person has read a conversation, by `user/channel`. */
  reads: Table<string>;
  prompts: Table<Prompts>;
  secrets: Table<Secrets>;
  files: Table<StoredFile>;
  /** What is in the files, by file id. */
  bytes: Bytes;
  messages: {
    get: (channel: string, ts: string) => Message | undefined;
    /** Oldest first. */
    of: (channel: string) => Message[];
    put: (message: Message) => Message;
    drop: (channel: string, ts: string) => void;
  };
  close: () => void;
};

// Mostly Homes that were published again.
const mostGrowth = 50_000_000;

type Line = [table: string, id: string, row?: unknown];

/**
 * All that the workspace remembers. With `dir`, every change is one appended line of `workspace.jsonl`; opening reads it,
 * leaves out a last line that a kill cut short, and rewrites it without what is no longer true; so does every 50 MB of growth.
 */
export function openStore({ dir }: { dir?: string } = {}): Store {
  const file = dir ? join(dir, 'workspace.jsonl') : null;
  const tables = new Map<string, Map<string, unknown>>();
  const rowsOf = (name: string): Map<string, unknown> => {
    const rows = tables.get(name) ?? new Map<string, unknown>();
    tables.set(name, rows);
    return rows;
  };
  for (const [name, id, row] of file ? readJournal(file) : []) {
    if (row === undefined) rowsOf(name).delete(id);
    else rowsOf(name).set(id, row);
  }
  if (dir && file) rewrite(dir, file, tables);
  let journal = file ? openSync(file, 'a', 0o600) : null;
  let grown = 0;
  const write = (line: Line): void => {
    if (journal === null || !dir || !file) return;
    const text = `${JSON.stringify(line)}\n`;
    appendFileSync(journal, text);
    grown += text.length;
    if (grown < mostGrowth) return;
    grown = 0;
    rewrite(dir, file, tables);
    closeSync(journal);
    journal = openSync(file, 'a', 0o600);
  };

  const table = <T>(name: string): Table<T> => {
    const rows = rowsOf(name) as Map<string, T>;
    return {
      get: (id) => rows.get(id),
      all: () => rows.values(),
      put: (id, row) => {
        rows.set(id, row);
        write([name, id, row]);
        return row;
      },
      drop: (id) => {
        if (rows.delete(id)) write([name, id]);
      },
    };
  };

  const files = table<StoredFile>('files');
  // What was never completed is discarded, as Slack does it.
  for (const file of [...files.all()]) if (file.state !== 'complete') files.drop(file.id);
  const kept = [...files.all()].filter((file) => !file.deleted);
  return {
    files,
    bytes: openBytes({ dir: dir && join(dir, 'files'), kept: new Set(kept.map(({ id }) => id)) }),
    people: table<Person>('people'),
    channels: table<Channel>('channels'),
    homes: table<View>('homes'),
    reads: table<string>('reads'),
    prompts: table<Prompts>('prompts'),
    secrets: table<Secrets>('secrets'),
    messages: messageTable(table<Message>('messages')),
    close: () => {
      if (journal !== null) closeSync(journal);
      journal = null;
    },
  };
}

function messageTable(rows: Table<Message>): Store['messages'] {
  const byChannel = new Map<string, Map<string, Message>>();
  const inside = (channel: string): Map<string, Message> => {
    const known = byChannel.get(channel) ?? new Map<string, Message>();
    byChannel.set(channel, known);
    return known;
  };
  for (const message of rows.all()) inside(message.channel).set(message.ts, message);
  return {
    get: (channel, ts) => byChannel.get(channel)?.get(ts),
    of: (channel) => [...inside(channel).values()],
    put: (message) => {
      inside(message.channel).set(message.ts, message);
      return rows.put(`${message.channel}/${message.ts}`, message);
    },
    drop: (channel, ts) => {
      inside(channel).delete(ts);
      rows.drop(`${channel}/${ts}`);
    },
  };
}

function readJournal(file: string): Line[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Error(
      `The local workspace cannot read ${file}: ${(error as Error).message}. Check who owns it.`,
      { cause: error },
    );
  }
  const lines = text.split('\n');
  lines.pop(); // After the last newline: empty, or a line that a kill cut short.
  return lines.map((line, i) => {
    try {
      return JSON.parse(line) as Line;
    } catch (error) {
      const fix = 'Move the file away to start with an empty workspace.';
      throw new Error(`Line ${i + 1} of ${file} is not readable. ${fix}`, { cause: error });
    }
  });
}

function rewrite(dir: string, file: string, tables: Map<string, Map<string, unknown>>): void {
  mkdirSync(dir, { recursive: true });
  const lines: string[] = [];
  for (const [name, rows] of tables) {
    for (const [id, row] of rows) lines.push(`${JSON.stringify([name, id, row])}\n`);
  }
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', 0o600);
  writeFileSync(handle, lines.join(''));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(fresh, file);
}
