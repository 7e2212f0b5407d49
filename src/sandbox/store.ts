import {
  appendFileSync,
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
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
/** How often it is tried to write down what found no room, while new things come. */
const againMs = 2_000;

type Line = [table: string, id: string, row?: unknown];

/**
 * All that the workspace remembers. With `dir`, every change is one appended line of `workspace.jsonl`; opening reads it,
 * leaves out a last line that a kill cut short, and rewrites it without what is no longer true; so does every 50 MB of growth.
 * While it cannot be written (a full disk), everything is kept in memory, and written down whole as soon as that works again.
 */
export function openStore({
  dir,
  unwritten = () => undefined,
}: {
  dir?: string;
  /** Called when writing begins to fail, and with null when all is written down again. */
  unwritten?: (error: unknown) => void;
} = {}): Store {
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
  const { write, close } = dir && file ? journalOf(dir, file, tables, unwritten) : nowhere;

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
    close,
  };
}

type Journal = { write: (line: Line) => void; close: () => void };
const nowhere: Journal = { write: () => undefined, close: () => undefined };

function journalOf(
  dir: string,
  file: string,
  tables: Map<string, Map<string, unknown>>,
  unwritten: (error: unknown) => void,
): Journal {
  let journal: number | null = openSync(file, 'a', 0o600);
  let size = fstatSync(journal).size;
  let grown = 0;
  let again: NodeJS.Timeout | null = null;
  const renew = (): void => {
    rewrite(dir, file, tables);
    if (journal !== null) closeSync(journal);
    journal = openSync(file, 'a', 0o600);
    size = fstatSync(journal).size;
    grown = 0;
  };
  const catchUp = (): void => {
    again = null;
    try {
      renew();
      unwritten(null);
    } catch {
      later();
    }
  };
  const later = (): void => {
    again = setTimeout(catchUp, againMs);
    again.unref();
  };
  return {
    write: (line) => {
      if (journal === null || again) return;
      const text = `${JSON.stringify(line)}\n`;
      try {
        appendFileSync(journal, text);
        size += Buffer.byteLength(text);
        grown += text.length;
        if (grown >= mostGrowth) renew();
      } catch (error) {
        // Half a line would spoil the next one.
        ftruncateSync(journal, size);
        unwritten(error);
        later();
      }
    },
    close: () => {
      if (again) {
        clearTimeout(again);
        catchUp();
        if (again) clearTimeout(again);
      }
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
  try {
    writeFileSync(handle, lines.join(''));
    fsyncSync(handle);
  } catch (error) {
    closeSync(handle);
    // What was begun of it would take the room that there is.
    rmSync(fresh, { force: true });
    throw error;
  }
  closeSync(handle);
  renameSync(fresh, file);
}
