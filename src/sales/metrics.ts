/**
 * The measures that selling is steered by: what each one means, how it is counted, and by what it may be grouped. The
 * reader knows their words from here, the answers their formula.
 */
import { type FieldName, fields, type Noun } from './fields.ts';

export type MetricName =
  | 'win_rate'
  | 'cycle_time'
  | 'stage_time'
  | 'coverage'
  | 'attainment'
  | 'quota_risk'
  | 'time_to_first_touch'
  | 'performance'
  | 'funnel'
  | 'forecast';

export type MetricUnit = 'share' | 'ratio' | 'days' | 'currency';

export type Metric = {
  name: MetricName;
  /** Sentence case, as people read it. */
  label: string;
  /** Words people use for it, lower case. */
  synonyms: string[];
  of: Noun;
  unit: MetricUnit;
  /** The day that a period limits when no other day is named. */
  dated: FieldName;
  /** The period that is meant when none is said; null: all there is. */
  period: string | null;
  /** One sentence: how it is counted. */
  formula: string;
  /** Fields that it may be grouped and limited by; `any`: every groupable field of its noun. */
  by: FieldName[] | 'any';
};

const peopleFields: FieldName[] = ['owner', 'team', 'territory', 'owner.manager'];
/** What a deal that nobody has opened yet can be said to be: not on which day. */
const placedFields = fields('deal')
  .filter(({ groupable, bucket }) => groupable && !bucket)
  .map(({ name }) => name);

const all: Metric[] = [
  {
    name: 'win_rate',
    label: 'Win rate',
    synonyms: [
      'win rate',
      'win rates',
      'win-rate',
      'winrate',
      'close rate',
      'closing rate',
      'won rate',
      'win ratio',
      'win percentage',
      'win %',
      'hit rate',
      'success rate',
      'deal win rate',
      'percentage of deals won',
      'percent of deals won',
      'share of deals won',
      'percentage of deals we won',
      'share of deals we won',
      'what percentage of deals did we win',
      'what share of deals did we win',
      'what percent of deals did we win',
      'what percentage of our deals did we win',
      'how often do we win',
      'odds of winning',
      'wins more often',
      'win more often',
      'wins most often',
      'better win rate',
      'best win rate',
      'highest win rate',
    ],
    of: 'deal',
    unit: 'share',
    dated: 'close_date',
    period: null,
    formula: 'Won deals divided by won and lost deals, counted by their close date.',
    by: 'any',
  },
  {
    name: 'cycle_time',
    label: 'Sales cycle',
    synonyms: [
      'sales cycle',
      'sales cycles',
      'cycle time',
      'cycle times',
      'cycle length',
      'sales cycle length',
      'deal cycle',
      'time to close',
      'time to win',
      'days to close a deal',
      'time it takes to close',
      'deal velocity in days',
      'average time to close',
      'length of the sales cycle',
      'from creation to win',
      'from creation to close',
      'from start to win',
      'from start to close',
      'from open to close',
      'days from creation to close',
      'days to win',
    ],
    of: 'deal',
    unit: 'days',
    dated: 'close_date',
    period: null,
    formula: 'Days from the creation of a won deal to its close date, on average.',
    by: 'any',
  },
  {
    name: 'stage_time',
    label: 'Stage duration',
    synonyms: [
      'time in each stage',
      'time in every stage',
      'time per stage',
      'time spent in stage',
      'time spent in each stage',
      'time spent per stage',
      'time deals spend in each stage',
      'days spent in each stage',
      'days spent per stage',
      'days per stage',
      'stage duration',
      'stage durations',
      'stage time',
      'stage times',
      'stage length',
      'stage velocity',
      'duration of each stage',
      'length of each stage',
    ],
    of: 'deal',
    unit: 'days',
    dated: 'close_date',
    period: null,
    formula:
      'Days from the day a deal came into a stage to the day it left it, on average over the stays that ended in the period.',
    by: 'any',
  },
  {
    name: 'coverage',
    label: 'Pipeline coverage',
    synonyms: [
      'pipeline coverage',
      'coverage',
      'coverage ratio',
      'pipe coverage',
      'pipeline cov',
      'pipe cov',
      'cov',
      'quota coverage',
    ],
    of: 'deal',
    unit: 'ratio',
    dated: 'close_date',
    period: 'this quarter',
    formula: 'Open pipeline closing in the period, divided by what is left of the quota after won deals.',
    by: peopleFields,
  },
  {
    name: 'attainment',
    label: 'Quota attainment',
    synonyms: [
      'quota attainment',
      'attainment',
      'quota achievement',
      'quota progress',
      'progress to quota',
      'progress against quota',
      'percent of quota',
      '% of quota',
      'against quota',
      'to quota',
      'vs quota',
      'versus quota',
      'on quota',
    ],
    of: 'deal',
    unit: 'share',
    dated: 'close_date',
    period: 'this quarter',
    formula: 'Amount of deals won in the period, divided by the quota of the period.',
    by: peopleFields,
  },
  {
    name: 'quota_risk',
    label: 'Quota risk',
    synonyms: [
      'quota risk',
      'at risk of missing quota',
      'at risk of missing their quota',
      'at risk of missing their number',
      'at risk of missing the number',
      'at risk of missing target',
      'at risk of missing their target',
      'risk of missing quota',
      'may miss quota',
      'will miss quota',
      'missing quota',
      'behind quota',
      'behind on quota',
      'short of quota',
      'under quota',
      'below quota',
      'behind plan',
    ],
    of: 'deal',
    unit: 'share',
    dated: 'close_date',
    period: 'this quarter',
    formula:
      'Reps whose attainment is behind the share of the period that has passed and whose forecast (won, open deals weighted by their chance, and what is still to be opened) falls short of the quota.',
    by: peopleFields,
  },
  {
    name: 'time_to_first_touch',
    label: 'Time to first touch',
    synonyms: [
      'time to first touch',
      'time to first contact',
      'time to first response',
      'first touch time',
      'first response time',
      'lead response time',
      'response time',
      'speed to lead',
      'between lead and first contact',
      'between lead and first touch',
      'from lead to first touch',
      'from lead to first contact',
      'to the first touch',
      'until first touch',
      'until the first touch',
      'until first contact',
      'before first touch',
      'days to first touch',
    ],
    of: 'lead',
    unit: 'days',
    dated: 'created_on',
    period: null,
    formula:
      'Days from the arrival of a lead to its first touch, on average over the leads that were touched.',
    by: 'any',
  },
  {
    name: 'performance',
    label: 'Performance',
    synonyms: [
      'performance',
      'performing',
      'performed',
      'perform',
      'scorecard',
      'scorecards',
      'leaderboard',
      'league table',
      'doing',
      'tracking',
      'faring',
      'getting on',
      'stats',
      'numbers',
    ],
    of: 'deal',
    unit: 'currency',
    dated: 'close_date',
    period: 'this quarter',
    formula:
      'Won amount and deals, win rate, sales cycle, open pipeline, coverage, attainment and activities.',
    by: peopleFields,
  },
  {
    name: 'funnel',
    label: 'Funnel',
    synonyms: [
      'funnel',
      'sales funnel',
      'stage conversion',
      'conversion rates stage by stage',
      'conversion stage by stage',
      'stage conversions',
      'conversion',
      'conversion rate',
      'conversion rates',
      'stage to stage conversion',
      'conversion by stage',
      'drop off',
      'drop-off',
    ],
    of: 'deal',
    unit: 'share',
    dated: 'created_on',
    period: null,
    formula:
      'Deals that reached each stage, as far as their history proves it, and the share that went on from it.',
    by: [],
  },
  {
    name: 'forecast',
    label: 'Forecast',
    synonyms: [
      'forecast',
      'forecasts',
      'forecasted',
      'weighted forecast',
      'weighted outlook',
      'weighted pipeline forecast',
      'fcst',
      'projection',
      'projected bookings',
      'projected revenue',
      'expected bookings',
      'expected revenue',
      'land at',
      'landing',
      'outlook',
      'commit',
      'best case',
    ],
    of: 'deal',
    unit: 'currency',
    dated: 'close_date',
    period: 'this quarter',
    formula:
      'Won deals of the period, each open deal with the chance that like deals had on the same day of the periods before to be won by their end, and what deals bring that nobody has opened yet.',
    by: placedFields,
  },
];

const byName = new Map(all.map((metric) => [metric.name, metric]));

export const metrics: readonly Metric[] = all;

export function metricNamed(name: MetricName): Metric {
  const found = byName.get(name);
  if (!found) throw new Error(`There is no metric "${name}".`);
  return found;
}
