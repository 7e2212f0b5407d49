/** Several deals, contacts or accounts of one person on one card, as sentences. */
import { count, list, number } from './format.ts';

/** What a card of several is about. */
export type About = 'deal' | 'contact' | 'account';

/**
 * "6 stale deals of Priya Nair", "6 deals of Priya Nair past their close date". `label` is what the trigger finds, after
 * the name of one of them ("past its close date"); null where it is not the same of all: "6 deals of Priya Nair need a look".
 */
export function severalOf(of: About, many: number, rep: string, label: string | null): string {
  if (label === null) return `${count(many, of)} of ${rep} ${many === 1 ? 'needs' : 'need'} a look`;
  if (label.startsWith('stale ')) return `${count(many, `stale ${of}`)} of ${rep}`;
  return `${count(many, of)} of ${rep} ${many === 1 ? label : label.replace(/\bits\b/g, 'their')}`;
}

export type Tally = {
  approved: number;
  edited: number;
  filled: number;
  rejected: number;
  expired: number;
  withdrawn: number;
};

/** "6 of 6 decided: 4 approved, 1 edited, 1 rejected." What ended without a person is named apart. */
export function tallied(
  all: number,
  { approved, edited, filled, rejected, expired, withdrawn }: Tally,
): string {
  const decided = approved + edited + filled + rejected;
  const ways = told([
    [approved, 'approved'],
    [edited, 'edited'],
    [filled, 'filled in'],
    [rejected, 'rejected'],
  ]);
  const others = told([
    [expired, 'expired'],
    [withdrawn, 'no longer needed'],
  ]);
  const said = decided === 0 ? `None of ${all} decided` : `${decided} of ${all} decided: ${ways.join(', ')}`;
  if (others.length === 0) return `${said}.`;
  return decided === 0 ? `${said}: ${others.join(', ')}.` : `${said}. ${others.join(', ')}.`;
}

/** "4 done, 1 conflict"; null where nothing went wrong. */
export function troubles(
  done: number,
  of: { conflicts: number; failed: number; unknown: number },
): string | null {
  const wrong = [
    of.conflicts > 0 ? count(of.conflicts, 'conflict') : null,
    of.failed > 0 ? `${of.failed} not done` : null,
    of.unknown > 0 ? `${of.unknown} not known` : null,
  ].filter((part) => part !== null);
  return wrong.length === 0 ? null : [`${done} done`, ...wrong].join(', ');
}

/** "5 close dates change in the CRM. 1 message to Priya Nair goes out and cannot be taken back." Null fields: of several kinds. */
export function consequence(of: {
  about: About;
  changes: number;
  field: string | null;
  messages: number;
  to: string;
}): string {
  const { changes, messages, to } = of;
  const what = count(changes, of.field?.toLowerCase() ?? of.about);
  return [
    changes > 0 ? `${what} ${changes === 1 ? 'changes' : 'change'} in the CRM.` : null,
    messages > 0
      ? `${count(messages, 'message')} to ${to} ${messages === 1 ? 'goes' : 'go'} out and cannot be taken back.`
      : null,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

export type Outcome = {
  /** How many this click has decided, or asked to undo. */
  done: number;
  /** Who was faster with the others, each named once. */
  byOthers: { names: string[]; deals: number };
  /** What else stood in the way, as sentences, with how many deals each concerns. */
  others: { because: string; deals: number }[];
};

/**
 * What one click on several came to, for the one who clicked: what was done, who was faster, and why the rest was left.
 * Null where all was done: the card tells it. `past` is what is done to each: "approved".
 */
export function outcomeTold({ done, byOthers, others }: Outcome, past: string): string | null {
  if (byOthers.deals === 0 && others.length === 0) return null;
  const sentences = [
    done > 0 ? `${done} ${past}.` : null,
    byOthers.deals > 0
      ? `${list(byOthers.names)} ${byOthers.deals === 1 ? 'was faster with 1' : `was faster with ${byOthers.deals}`}${done === 0 && others.length === 0 ? ', and nothing is left here' : ''}.`
      : null,
    ...others.map(({ because, deals }) => `${number(deals)} left: ${because}`),
  ];
  return sentences.filter((sentence) => sentence !== null).join(' ');
}

function told(ways: [number, string][]): string[] {
  return ways.flatMap(([n, word]) => (n > 0 ? [`${number(n)} ${word}`] : []));
}
