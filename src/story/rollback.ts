/** How far a rollback is, and what came of it, as sentences. A part is never told as the whole. */
import { count, list, number } from './format.ts';

export type RollbackTold = {
  id: number;
  says: string;
  ended: boolean;
  sent: number;
  counts: {
    total: number;
    undone: number;
    partly: number;
    stay: number;
    gone: number;
    failed: number;
    left: number;
  };
};

/** "1,240 of 12,000 undone, 3 stay." */
export function howFar({ says, counts }: RollbackTold): string {
  const back = counts.undone + counts.partly;
  const stay = counts.stay + counts.partly;
  const beside = [
    ...(stay > 0
      ? [`${number(stay)} ${stay === 1 ? 'stays' : 'stay'}${counts.partly > 0 ? ' in part or whole' : ''}`]
      : []),
    ...(counts.gone + counts.failed > 0 ? [`${number(counts.gone + counts.failed)} not possible`] : []),
  ];
  return `${number(back)} of ${number(counts.total)} undone${beside.length > 0 ? `, ${list(beside)}` : ''}. It is ${says}; the rest goes on by itself.`;
}

export const isWhole = ({ ended, counts }: RollbackTold): boolean => ended && counts.undone === counts.total;

/** "36 of 40 undone. 3 stay: somebody has changed them since. 1 was not possible." */
export function cameTo(told: RollbackTold): string {
  const { counts, says, sent } = told;
  const messages = sent > 0 ? ` ${sentSentence(sent)}` : '';
  if (isWhole(told)) {
    const whole = counts.total === 1 ? 'The change is undone' : `All ${number(counts.total)} changes undone`;
    return `${whole}: ${says}.${messages}`;
  }
  const parts = [
    counts.partly > 0
      ? `Of ${number(counts.partly)} of them a part stays: somebody has changed it since.`
      : '',
    counts.stay > 0
      ? `${number(counts.stay)} ${counts.stay === 1 ? 'stays' : 'stay'} whole: somebody has changed ${counts.stay === 1 ? 'it' : 'them'} since.`
      : '',
    counts.gone > 0
      ? `${count(counts.gone, 'record')} ${counts.gone === 1 ? 'is' : 'are'} no longer in the CRM.`
      : '',
    counts.failed > 0 ? `${number(counts.failed)} ${counts.failed === 1 ? 'was' : 'were'} not possible.` : '',
  ].filter(Boolean);
  return `Partly undone, ${number(counts.undone + counts.partly)} of ${number(counts.total)}: ${says}. ${parts.join(' ')}${messages}`;
}

/** "2 messages that went out cannot be taken back." */
export const sentSentence = (sent: number): string =>
  `${count(sent, 'message')} that went out cannot be taken back.`;
