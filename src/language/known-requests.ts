/** What people often ask and say, with the words that they have for it: where something was not understood, the nearest of these are offered. */
import { type Clause, emptyFrame, type Frame } from './request.ts';

/** `near`: words that people have for it, beside those of the request itself. */
export type KnownRequest = { frame: Frame; near: string };
export type KnownCommand = { text: (names: { agent: string; place: string }) => string; near: string };

export const open: Clause = { says: 'status', is: ['open'], implied: true };
const won: Clause = { says: 'status', is: ['won'], implied: false };
export const rows = (clauses: Clause[], more: Partial<Frame> = {}): Frame => ({
  ...emptyFrame,
  clauses,
  ...more,
});
export const closing = (period: string): Clause => ({ says: 'period', field: 'close_date', period });

export const knownQuestions: KnownRequest[] = [
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

export const knownCommands: KnownCommand[] = [
  { text: ({ agent }) => `pause the ${agent}`, near: 'stop halt hold freeze disable bot mute silence quiet' },
  { text: () => 'resume all agents', near: 'continue unpause restart enable start again bots' },
  { text: ({ agent }) => `run the ${agent}`, near: 'execute trigger launch start now check' },
  { text: () => 'undo', near: 'revert restore back rollback take mistake wrong change changes last' },
  { text: () => 'agent status', near: 'agents bots bot health running doing working' },
  { text: () => 'claim a lead', near: 'grab take get leads' },
  {
    text: ({ place }) => `set the stale threshold to 14 days${place}`,
    near: 'change limit limits setting settings configure adjust rule rules',
  },
  { text: () => 'what can I filter by', near: 'fields field columns filters criteria search' },
  { text: () => 'cost by agent last week', near: 'costs spend spending spent budget price tokens expensive' },
];
