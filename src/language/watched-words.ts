/** A figure that is watched, in words: its name on a plan and a card, and the question for what is behind it. */
import { metricNamed } from '../sales/metrics.ts';
import { type Clause, emptyFrame, type Frame } from './request.ts';
import { typed, type Wording } from './understanding.ts';

/** "Win rate in EMEA this quarter", "Number of your open deals". The whole name in words for whoever set it. */
export function figureName(frame: Frame, use: Wording): string {
  const words = typed(frame, use);
  const own = frame.clauses.some(({ says }) => says === 'mine') ? words.replace(/\bmy\b/g, 'your') : words;
  return own.charAt(0).toUpperCase() + own.slice(1);
}

/** The rows that it is counted from, as a request typed out. */
export function rowsBehind(frame: Frame, use: Wording): { label: string; text: string } {
  const label = frame.of === 'deal' ? 'Show deals' : `Show ${nouns[frame.of]}`;
  return { label, text: typed({ ...emptyFrame, of: frame.of, clauses: clausesBehind(frame) }, use) };
}

const nouns = {
  deal: 'deals',
  lead: 'leads',
  activity: 'activities',
  account: 'accounts',
  contact: 'contacts',
};

/** A rate says only in its formula which deals it counts. */
function clausesBehind({ clauses, measure }: Frame): Clause[] {
  if (measure.kind !== 'metric') return clauses;
  const { dated, period } = metricNamed(measure.metric);
  const is = {
    win_rate: ['won', 'lost'],
    cycle_time: ['won'],
    attainment: ['won'],
    coverage: ['open'],
  } as const;
  const status = measure.metric in is ? is[measure.metric as keyof typeof is] : null;
  return [
    ...(status && !clauses.some(({ says }) => says === 'status')
      ? [{ says: 'status' as const, is: [...status], implied: false }]
      : []),
    ...clauses,
    ...(period && !clauses.some((one) => one.says === 'period' && one.field === dated)
      ? [{ says: 'period' as const, field: dated, period }]
      : []),
  ];
}
