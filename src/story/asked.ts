/** What the words and pictures of an answer must know of its question. Pure. */
import type { Unit } from '../sales/answer.ts';
import type { Question } from '../sales/conditions.ts';
import type { FieldName, Noun } from '../sales/fields.ts';
import { type MetricName, metricNamed } from '../sales/metrics.ts';
import { day, periodNamed } from './format.ts';

/** What the rows of each noun are counted as. */
export const countedAs = {
  deal: 'deals',
  lead: 'leads',
  account: 'accounts',
  contact: 'contacts',
  person: 'people',
  activity: 'activities',
} as const satisfies Record<Noun, Unit>;

/** What the figures of a metric were counted of: each time that a deal was in a stage is one stay. */
export const behindOf = ({ of, metric }: Pick<Asked, 'of' | 'metric'>): string =>
  metric === 'stage_time' ? 'stays' : countedAs[of];

export type Asked = {
  of: Noun;
  /** Money in this currency bears its symbol; every other one its ISO code. */
  companyCurrency: string;
  metric: MetricName | null;
  /** Sentence case, for headings: "Win rate", "Amount", "Deals". */
  measure: string;
  /** Values of groups may be added up: counts and sums; neither averages nor rates. */
  addsUp: boolean;
  /** The one value at an end is asked for. */
  extreme: 'largest' | 'smallest' | null;
  /** How the two sides of a comparison are called; periods go after a figure, groups before it. */
  sides: { names: [string, string]; are: 'periods' | 'groups' };
  limit: number | null;
  /** Only groups whose measure meets a limit. */
  limitedGroups?: true;
  /** The past day at whose end things are shown. */
  asOf?: string;
  /** How it is to be drawn where that is not as usual. */
  draw?: 'bars' | 'table';
  /** So many of the list come before the first that is shown. */
  skip?: number;
  /** Of a list whose columns nobody named: the fields that the question limits. One that says nothing more is left out. */
  limited?: FieldName[];
};

/** `sides`: what the reader called them, where they are no periods ("East", "West"). */
export function askedOf(question: Question, companyCurrency: string, sides?: [string, string]): Asked {
  const { measure } = question;
  const metric = typeof measure === 'object' && 'metric' in measure ? measure.metric : null;
  return {
    of: question.of,
    companyCurrency,
    metric,
    measure: measureOf(question, metric),
    addsUp: measure === 'rows' || 'count' in measure || 'sum' in measure,
    extreme:
      measure === 'rows'
        ? null
        : 'largest' in measure
          ? 'largest'
          : 'smallest' in measure
            ? 'smallest'
            : null,
    sides: sidesOf(question, metric, sides),
    limit: question.limit ?? null,
    ...(question.asOf ? { asOf: question.asOf } : {}),
    ...(question.having ? { limitedGroups: true as const } : {}),
    ...(question.skip ? { skip: question.skip } : {}),
    ...(question.draw ? { draw: question.draw } : {}),
    ...(question.show ? {} : { limited: fieldsIn(question.where) }),
  };
}

/** All groups there are: then they have shares of the whole, and add up to it. */
export const isWhole = ({ limit, limitedGroups }: Asked): boolean => limit === null && !limitedGroups;

const fieldsIn = (where: Question['where']): FieldName[] => {
  if ('all' in where) return where.all.flatMap(fieldsIn);
  if ('any' in where) return where.any.flatMap(fieldsIn);
  return 'not' in where ? fieldsIn(where.not) : [where.field];
};

/** What such a share is headed with. */
export const shareOfAmount = 'Share of amount';

function measureOf({ of, measure }: Question, metric: MetricName | null): string {
  if (metric) return metricNamed(metric).label;
  if (measure === 'rows' || 'count' in measure) return headed(countedAs[of]);
  if ('share' in measure) return measure.share === 'amount' ? shareOfAmount : `Share of ${countedAs[of]}`;
  if ('sum' in measure) return headed(measure.sum);
  if ('average' in measure) return headed(`average ${measure.average}`);
  if ('median' in measure) return headed(`median ${measure.median}`);
  if ('largest' in measure) return headed(`largest ${measure.largest}`);
  return 'smallest' in measure ? headed(`smallest ${measure.smallest}`) : headed(countedAs[of]);
}

function sidesOf(question: Question, metric: MetricName | null, given?: [string, string]): Asked['sides'] {
  const mine = question.period ?? (metric ? metricNamed(metric).period : null) ?? periodIn(question.where);
  const theirs = question.compare?.period ?? (question.compare ? periodIn(question.compare.where) : null);
  if (given) return { names: given, are: 'groups' };
  if (question.compare?.asOf !== undefined)
    return { names: [pointSaid(question.asOf), pointSaid(question.compare.asOf)], are: 'periods' };
  if (mine && theirs && mine !== theirs)
    return { names: [periodNamed(mine), periodNamed(theirs)], are: 'periods' };
  return { names: ['The first', 'the second'], are: 'groups' };
}

const pointSaid = (asOf: string | null | undefined): string => (asOf ? `on ${day(asOf)}` : 'today');

/** The one period that a condition limits to; null where it names none or several. */
function periodIn(where: Question['where']): string | null {
  const found: string[] = [];
  const look = (one: Question['where']): void => {
    if ('all' in one) one.all.forEach(look);
    else if ('is' in one && !Array.isArray(one.is) && typeof one.is === 'object' && 'period' in one.is)
      found.push(one.is.period);
  };
  look(where);
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** "close_date" → "Close date", "account.name" → "Account name". */
export const headed = (field: string): string => {
  const words = field.replaceAll('_', ' ').replaceAll('.', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
