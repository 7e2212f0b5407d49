/** What Steward can do that lies nearest to words it did not read: requests typed out, of the person's own words where possible. */
import { type Clause, emptyFrame, type Frame } from './request.ts';
import { fold } from './text.ts';
import { typed, type Wording } from './understanding.ts';

type Known = { frame: Frame; near: string };

const open: Clause = { says: 'status', is: ['open'], implied: true };
const won: Clause = { says: 'status', is: ['won'], implied: false };
const rows = (clauses: Clause[], more: Partial<Frame> = {}): Frame => ({
  ...emptyFrame,
  clauses,
  ...more,
});
const closing = (period: string): Clause => ({ says: 'period', field: 'close_date', period });

const known: Known[] = [
  {
    frame: rows([open], { measure: { kind: 'sum', field: 'amount' }, by: ['stage'], pipeline: true }),
    near: 'pipeline funnel stage stages forecast trend breakdown conversion split pop coverage health weighted',
  },
  {
    frame: rows([open, { says: 'stale', field: 'days_in_stage', setting: 'stale_days' }]),
    near: 'stuck stale old dead slow aging rotting blocked risk attention problem slipping slipped stalled zombie velocity worry',
  },
  {
    frame: rows([open, closing('this month')]),
    near: 'closing close soon due month likely commit land sign expected next',
  },
  {
    frame: rows([open, closing('this quarter')]),
    near: 'forecast quarter commit upside quota target coverage closing',
  },
  {
    frame: rows([closing('this quarter')], {
      measure: { kind: 'metric', metric: 'performance' },
      by: ['owner'],
    }),
    near: 'performance performing rep reps seller leaderboard best team ranking kpi activity',
  },
  {
    frame: rows([closing('this quarter')], { measure: { kind: 'metric', metric: 'forecast' } }),
    near: 'forecast quarter commit upside target land likely expected predict prediction projection',
  },
  {
    frame: rows([], { measure: { kind: 'metric', metric: 'win_rate' }, by: ['owner'] }),
    near: 'win rate conversion close ratio success lose losing',
  },
  {
    frame: rows([closing('this quarter')], {
      measure: { kind: 'metric', metric: 'attainment' },
      by: ['owner'],
    }),
    near: 'quota attainment target goal behind risk miss reach',
  },
  {
    frame: rows([closing('this quarter')], { measure: { kind: 'metric', metric: 'coverage' }, by: ['team'] }),
    near: 'coverage cover enough pipeline gap',
  },
  {
    frame: rows([{ says: 'period', field: 'created_on', period: 'this month' }], { of: 'lead' }),
    near: 'lead leads inbound inquiry contact prospects',
  },
  {
    frame: rows([won, closing('last month')]),
    near: 'last month did do won win wins results revenue sold month recap',
  },
  {
    frame: rows([won, closing('this quarter')], { measure: { kind: 'sum', field: 'amount' } }),
    near: 'won win rate quarter revenue booked bookings sales growth results performance compare',
  },
  {
    frame: rows([{ says: 'missing', fields: ['next_step'], any: false, not: false }, open]),
    near: 'hygiene missing incomplete next step steps data quality follow follow-up todo clean',
  },
  {
    frame: rows([open], { sort: { field: 'amount', down: true }, limit: 10 }),
    near: 'big biggest large huge best hot top important valuable key great good strategic',
  },
  {
    frame: rows([
      open,
      {
        says: 'range',
        field: 'days_since_activity',
        unit: 'days',
        from: 14,
        to: null,
        exclusive: [],
        currency: null,
        said: null,
      },
    ]),
    near: 'cold quiet ghost ghosted silent activity touch contact forgotten neglected dropped balls attention',
  },
  {
    frame: rows([open], { measure: { kind: 'count' }, by: ['owner'] }),
    near: 'rep reps owner who load workload busy team seller capacity',
  },
  { frame: rows([open, { says: 'mine', whose: 'mine', not: false }]), near: 'my mine me i today list work' },
];

/** Three requests, the nearest first. What was understood (a territory, an owner, a stage) is kept in them. */
export function nearestTo(text: string, understood: Frame | null, use: Wording): string[] {
  const said = new Set(fold(text).match(/[\p{L}\p{N}-]+/gu) ?? []);
  const kept = (understood?.clauses ?? []).filter((clause) => clause.says === 'names');
  const scored = known.map((one, place) => {
    const hits = one.near.split(' ').filter((word) => said.has(word)).length;
    return { one, score: hits * 10 - place * 0.1 };
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ one }) => typed({ ...one.frame, clauses: [...one.frame.clauses, ...kept] }, use));
}
