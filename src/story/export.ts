/** What is said of an answer that goes to one person as a file. Pure. */
import { count, number } from './format.ts';

export type Exported = {
  understood: string;
  /** In the file. */
  rows: number;
  /** That the question has. */
  total: number;
  /** Whose question it is, where somebody else exports it. */
  askedBy: string | null;
};

/** Beside the file, under what was understood. */
export const besideFile = (file: Exported): string =>
  `${held(file)}, sent to you only.${file.askedBy ? ` Asked by ${file.askedBy}.` : ''}${rest(file)}`;

/** In the channel, for the one who exported. */
export const whereFileIs = (file: Exported): string =>
  `${held(file)}, sent to you only, in your messages with Steward.${rest(file)}`;

const held = ({ rows, total }: Exported): string =>
  rows < total ? `The first ${number(rows)} of ${number(total)} rows` : count(rows, 'row');
const rest = ({ rows, total }: Exported): string =>
  rows < total ? ' A file holds no more; narrow the question for the others.' : '';

/** "open-deals-in-emea-2026-03-20.csv". */
export function fileName(understood: string, day: string): string {
  const words = understood
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-');
  const letters = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(words)];
  const short = letters.slice(0, most).map(({ segment }) => segment);
  return `${short.join('').replace(/^-+|-+$/g, '') || 'answer'}-${day}.csv`;
}
const most = 60;

/** The workspace lets Steward send no files. */
export const noFilesHere = (ask: string): string =>
  `Steward may not send files in this workspace; nothing was sent. For the first rows as a table ask "${ask}". For all of them an administrator can run steward ask "${ask}" --csv, or allow files: files:write in manifest.yml.`;

export const fileRefused =
  'Slack did not take the file. Nothing was sent. Export it again in a minute, or ask on the command line with --csv.';

export const nothingToExport = 'There is nothing here to export any more. Ask again, then export.';

export const noRowsForYou = 'There are no rows in this that you may see. Nothing was sent.';

/** Two files would be worse than a look. */
export const fileInDoubt =
  'Slack did not say whether the file arrived. If it is not in your messages with Steward, export it again.';
