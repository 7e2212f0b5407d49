/** A CSV file, row by row, with the line each row begins on; whatever cannot be read comes out as such, with the reason. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type CsvError, type Info, parse } from 'csv-parse';
import { BadInput } from '../../errors.ts';

export type CsvRow = { line: number; cells: string[] };
/** `lines`: how many lines of the file it runs over, where that is more than one row's worth. */
export type BadRow = { line: number; reason: string; cells: string[]; lines?: number };
export type Csv = {
  header: string[];
  encoding: string;
  /** Reads the file from its beginning, each time it is called. */
  rows(): AsyncGenerator<{ row: CsvRow } | { bad: BadRow }>;
  /** Lines that begin with # and were skipped, after `rows` has ended. */
  comments(): number;
};

/** Opens a file. Understands commas, semicolons and tabs, UTF-8 with or without BOM, UTF-16 with one, and Windows-1252. */
export async function openCsv(path: string): Promise<Csv> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) throw new BadInput(`"${path}" is a folder.`, { fix: 'Name the CSV file in it.' });
  if (!found?.isFile()) throw new BadInput(`There is no file "${path}".`, { fix: 'Check the path.' });
  const encoding = await encodingOf(path);
  const delimiter = await delimiterOf(path, encoding);
  const read = () => records(path, encoding, delimiter);
  const header = await headerOf(read, path);
  let comments = 0;
  return {
    header,
    encoding,
    comments: () => comments,
    rows: async function* () {
      let isHeader = true;
      let at = 1; // the parser's own count is wrong where a quoted cell holds line ends
      for await (const { info, raw, record, error } of read()) {
        comments = info.comment_lines;
        const before = /^(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*/.exec(raw)?.[0] ?? '';
        const line = at + lineEnds(before);
        at += lineEnds(raw);
        if (isHeader) {
          isHeader = false;
          continue;
        }
        const cells = record.map(unescaped);
        if (error) {
          const text = raw.slice(before.length).replace(/(?:\r\n|\n|\r)+$/, '');
          const lines = lineEnds(text) + 1;
          const reason =
            error === openQuote && lines > 1
              ? `an open quote swallowed lines ${line} to ${line + lines - 1}`
              : error;
          yield { bad: { line, reason, cells: [text], lines } };
        } else if (cells.length !== header.length) {
          const reason = `${cells.length} cells instead of ${header.length}`;
          yield { bad: { line, reason, cells } };
        } else yield { row: { line, cells } };
      }
    },
  };
}

const lineEnds = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

/** A reject file guards cells that a spreadsheet would run; coming back in they are what they were. */
const unescaped = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);

const openQuote = 'a quote is opened and never closed';

type Read = { info: Info; raw: string; record: string[]; error: string | null };

async function* records(path: string, encoding: string, delimiter: string): AsyncGenerator<Read> {
  const skipped: Read[] = [];
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    raw: true,
    comment: '#',
    comment_no_infix: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  parser.on('skip', (error: CsvError | undefined, raw: string | undefined) => {
    skipped.push({
      info: { ...parser.info, columns: false } as Info,
      raw: raw ?? '',
      record: [],
      error: error?.code === 'CSV_QUOTE_NOT_CLOSED' ? openQuote : (error?.message ?? 'cannot be read'),
    });
  });
  const source = Readable.from(decoded(path, encoding));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const found of parser as AsyncIterable<{ info: Info; raw: string; record: string[] }>) {
      while (skipped.length > 0) yield skipped.shift() as Read;
      yield { ...found, error: null };
    }
    while (skipped.length > 0) yield skipped.shift() as Read;
  } finally {
    source.destroy();
  }
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path)) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

async function encodingOf(path: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  for await (const chunk of createReadStream(path)) {
    if (first && chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le';
    if (first && chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be';
    first = false;
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      return 'windows-1252';
    }
  }
  return 'utf-8';
}

/** The sign that stands most often in the first line that is no comment. */
async function delimiterOf(path: string, encoding: string): Promise<string> {
  let start = '';
  for await (const text of decoded(path, encoding)) {
    start += text;
    if (start.length > 20_000) break;
  }
  const line = start.split(/\r\n|\n|\r/).find((one) => one.trim() !== '' && !one.startsWith('#')) ?? '';
  const bare = line.replace(/"[^"]*"/g, '');
  const count = (sign: string) => bare.split(sign).length;
  return [',', ';', '\t', '|'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** Hardly any text has a control character in the names of its columns. */
const isBinary = (text: string): boolean => (text.match(/(?![\t\r\n])\p{Cc}|\ufffd/gu)?.length ?? 0) > 2;

async function headerOf(read: () => AsyncGenerator<Read>, path: string): Promise<string[]> {
  for await (const { record, error } of read()) {
    if (error) break;
    if (isBinary(record.join('')))
      throw new BadInput(`"${path}" is no text file.`, {
        fix: 'Export the table as CSV, and name that file.',
      });
    const names = record.map((name) => name.trim());
    if (names.some((name, i) => name === '' || names.indexOf(name) !== i)) {
      throw new BadInput(`The first line of "${path}" must name each column once.`, {
        fix: 'Give each column a name of its own.',
      });
    }
    return names;
  }
  throw new BadInput(`"${path}" holds no rows that can be read.`, {
    fix: 'Give a CSV file whose first line names the columns.',
  });
}
