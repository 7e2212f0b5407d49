/** The figures that are watched day by day and week by week for what is out of the ordinary. Pure. */
import type { Noun } from './fields.ts';

export type Kpi = {
  name: KpiName;
  /** "New deals". */
  label: string;
  /** Figures of one family tell of one cause: the one that is off most speaks. */
  family: string;
  of: Noun;
  /** In the company's currency. */
  money: boolean;
  /** A part of something: judged as a share, by week. */
  share: boolean;
};
export type KpiName =
  | 'new_deals'
  | 'won_deals'
  | 'won_amount'
  | 'win_rate'
  | 'activities'
  | 'new_leads'
  | 'pushed_amount';

const kpi = (name: KpiName, label: string, family: string, of: Noun, more: Partial<Kpi> = {}): Kpi => ({
  name,
  label,
  family,
  of,
  money: false,
  share: false,
  ...more,
});

export const kpis: readonly Kpi[] = [
  kpi('new_deals', 'New deals', 'new_deals', 'deal'),
  kpi('won_deals', 'Won deals', 'won', 'deal'),
  kpi('won_amount', 'Amount won', 'won', 'deal', { money: true }),
  kpi('win_rate', 'Win rate', 'won', 'deal', { share: true }),
  kpi('activities', 'Activities', 'activities', 'activity'),
  kpi('new_leads', 'New leads', 'new_leads', 'lead'),
  kpi('pushed_amount', 'Amount pushed out', 'pushed', 'deal', { money: true }),
];

/**
 * False alarms a quarter that are accepted of one of so many series of a figure: `parts` territories beside the company. Of
 * a figure with all of them it is to be at most one: half of it for the company, half for the territories together.
 */
export const alarmsOf = (which: 'company' | 'territory', parts: number): number =>
  parts === 0 ? 1 : which === 'company' ? 0.5 : 0.5 / parts;
