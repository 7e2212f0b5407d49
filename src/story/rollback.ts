/** How far a rollback is, and what came of it, as sentences. A part is never told as the whole. */
import { count, list, number } from './format.ts';

export type RollbackCounts = {
  total: number;
  /** Wholly taken back. */
  undone: number;
  /** Of these some fields were taken back and others stay. */
  partly: number;
  /** Nothing of it: somebody has changed it since. */
  stay: number;
  /** The record is no longer in the CRM. */
  gone: number;
  /** The CRM refused it, the rights were gone, or its answer was lost. */
  failed: number;
  left: number;
};

export type RollbackTold = {
  id: number;
  says: string;
  /** What went back with it at once, and is no change of a record, as sentences. */
  beside: string[];
  ended: boolean;
  sent: number;
  /** The one that this one does again. */
  undoes: number | null;
  counts: RollbackCounts;
};

/** "1,240 of 12,000 undone, 3 stay: 12,000 changes of run 7F3K. The rest goes on by itself." */
export function howFar(told: RollbackTold): string {
  const { says, counts } = told;
  const back = counts.undone + counts.partly;
  const stay = counts.stay + counts.partly;
  const beside = [
    ...(stay > 0
      ? [`${number(stay)} ${stay === 1 ? 'stays' : 'stay'}${counts.partly > 0 ? ' in part or whole' : ''}`]
      : []),
    ...(counts.gone + counts.failed > 0 ? [`${number(counts.gone + counts.failed)} not possible`] : []),
  ];
  return `${number(back)} of ${number(counts.total)} ${doneSaid(told)}${beside.length > 0 ? `, ${list(beside)}` : ''}: ${says}. The rest goes on by itself.`;
}

const doneSaid = ({ undoes }: RollbackTold): string => (undoes === null ? 'undone' : 'done again');

export const isWhole = ({ ended, counts }: RollbackTold): boolean => ended && counts.undone === counts.total;

/** "36 of 40 undone. 3 stay: somebody has changed them since. 1 was not possible." */
export function cameTo(told: RollbackTold): string {
  const { counts, says, sent } = told;
  const messages = `${besideSaid(told)}${sent > 0 ? ` ${sentSentence(sent)}` : ''}`;
  if (isWhole(told)) return `All ${doneSaid(told)}: ${says}.${messages}`;
  const parts = [
    counts.partly > 0 ? `Of ${number(counts.partly)} more a part stays: somebody has changed it since.` : '',
    counts.stay > 0
      ? `${number(counts.stay)} ${counts.stay === 1 ? 'stays' : 'stay'} whole: somebody has changed ${counts.stay === 1 ? 'it' : 'them'} since.`
      : '',
    counts.gone > 0
      ? `${count(counts.gone, 'record')} ${counts.gone === 1 ? 'is' : 'are'} no longer in the CRM.`
      : '',
    counts.failed > 0 ? `${number(counts.failed)} ${counts.failed === 1 ? 'was' : 'were'} not possible.` : '',
  ].filter(Boolean);
  const much = counts.undone + counts.partly === 0 ? 'Nothing was' : 'Partly';
  return `${much} ${doneSaid(told)}, ${number(counts.undone)} of ${number(counts.total)}: ${says}. ${parts.join(' ')}${messages}`;
}

const mostBeside = 4;

/** " 9 are of records. At once went back: rule 3 ends; …" Empty where all of it is of records. */
function besideSaid({ beside, counts }: RollbackTold): string {
  if (beside.length === 0) return '';
  const more = beside.length > mostBeside ? [`${number(beside.length - mostBeside)} more`] : [];
  const of = counts.total === 1 ? '1 is of a record.' : `${number(counts.total)} are of records.`;
  return ` ${of} Besides: ${[...beside.slice(0, mostBeside), ...more].join('; ')}.`;
}

/** "2 messages that went out cannot be taken back." */
export const sentSentence = (sent: number): string =>
  `${count(sent, 'message')} that went out cannot be taken back.`;
