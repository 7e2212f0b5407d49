/** A question → its answer, within the scope of the person who asks; an empty one with the nearest that is not. */
import type { AskContext } from '../crm/asker.ts';
import { answerQuestion } from '../crm/questions.ts';
import { questionOf } from '../language/question.ts';
import { type Clause, type Frame, rowsBehind } from '../language/request.ts';
import { partOf, typed, understanding } from '../language/understanding.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person, Scope } from '../policy/nouns.ts';
import type { Answer } from '../sales/answer.ts';
import type { Question } from '../sales/conditions.ts';
import { isWithin } from '../sales/within.ts';
import { numberSetting } from '../settings/settings.ts';
import { askedOf, countedAs } from '../story/asked.ts';
import { forecastNotes, sharedNote } from '../story/forecast-answer.ts';
import { count, countOf, day, list, number } from '../story/format.ts';
import { quotaNotes } from '../story/quota-answer.ts';
import { answerSentence } from './answer-sentence.ts';
import { contextOf, type Use } from './asking.ts';
import { becameSentence } from './became.ts';
import type { Company } from './company.ts';
import { laterFirst } from './later-first.ts';
import { overdueSentence } from './overdue.ts';
import { periodsTold } from './periods-told.ts';
import type { Said, Suggestion } from './reply.ts';
import { suggestion } from './suggest.ts';
import { trendSentence } from './trend.ts';

export type Answered = { said: Said; assumptions: string[] };

export async function answerFrame(use: Use, asked: Frame): Promise<Answered> {
  const { db, company, by } = use;
  const frame = laterFirst(asked, company);
  const question = questionOf(frame, by);
  const context = contextOf(use);
  const answer = await answerQuestion(db, question, context);
  // A metric of nothing says itself why there is nothing to measure.
  const metric = typeof question.measure === 'object' && 'metric' in question.measure;
  const sides = sidesOf(frame);
  const empty = answer.total === 0 && !metric && !isLimitedAway(answer);
  const near = empty ? await nearestFull(use, frame, context) : null;
  const told = askedOf(question, company.companyCurrency, sides);
  const sentence = empty
    ? `${emptySentence(frame, answer, near, company)}${await unownedSentence(use, frame, context)}`
    : `${trendSentence(frame, answer, told, company)}${answerSentence(frame, answer, told)}${await becameSentence(use, frame)}${await overdueSentence(use, frame)}`;
  return {
    said: {
      kind: 'answer',
      sentence,
      question,
      answer,
      ...(sides ? { sides } : {}),
      next: empty ? (near ? [near.show] : []) : nextSteps(frame, answer, company),
      companyCurrency: company.companyCurrency,
    },
    assumptions: [
      ...asStood(frame),
      ...limits(frame, company),
      ...withoutAny(question, answer),
      ...(await periodsTold(use, frame, answer)),
      ...notesOf(question, answer),
      ...scopeNote(context.scope, company),
    ],
  };
}

/** There are groups, and none that meets the limit on them: the answer says so itself. */
const isLimitedAway = (answer: Answer): answer is Extract<Answer, { kind: 'series' }> =>
  answer.kind === 'series' && (answer.groups?.nearest ?? null) !== null;

function asStood({ asOf, otherAsOf }: Frame): string[] {
  const days = [asOf, otherAsOf].flatMap((one) => (one ? [day(one)] : []));
  return days.length === 0 ? [] : [`As the deals stood at the end of ${list(days)}.`];
}

/** What "stale" means today. */
function limits(frame: Frame, company: Company): string[] {
  const stale = frame.clauses.find((clause) => clause.says === 'stale');
  if (stale?.says !== 'stale') return [];
  const days = numberSetting(company.settings, stale.setting);
  const differs = company.settings.some(
    (row) => row.name === stale.setting && (row.scope !== 'everyone' || row.stage !== ''),
  );
  return [
    `Limit: more than ${count(days, 'day')}${differs ? ', or what is set for the team, stage or account' : ''}.`,
  ];
}

/** Groups of nothing are in no table, though a limit such as "fewer than 5" would hold for them. */
function withoutAny({ having, measure }: Question, { kind }: Answer): string[] {
  const addsUp = typeof measure === 'object' && ('count' in measure || 'sum' in measure);
  return kind === 'series' && having && addsUp && isWithin(0, having)
    ? ['Whatever has none at all is not among them.']
    : [];
}

/** What a forecast rests on. */
function notesOf({ measure }: Question, answer: Answer): string[] {
  if (typeof measure === 'object' && 'metric' in measure && measure.metric === 'stage_time')
    return [
      'From the day a deal came into a stage to the day it left it. Where it still stands is not counted.',
    ];
  if (answer.kind === 'forecast') return forecastNotes(answer.forecast);
  if (answer.kind === 'table') return quotaNotes(answer);
  const grouped = answer.kind === 'series' && typeof measure === 'object' && 'metric' in measure;
  return grouped && measure.metric === 'forecast' ? [sharedNote] : [];
}

function scopeNote(scope: Scope, company: Company): string[] {
  const names = territoriesOf(scope, company);
  if (names === null) return [];
  return [names.length > 0 ? `Scope: ${list(names)}.` : 'Scope: your own deals.'];
}

/** Of whoever does not see everything. */
function territoriesOf(scope: Scope, company: Company): string[] | null {
  if (!('territoryIds' in scope)) return null;
  return company.lexicon.territories
    .filter(({ id }) => scope.territoryIds.includes(id))
    .map(({ name }) => name);
}

/** Behind the understanding of a question about the whole company, for a person who sees a part of it. */
export function onlySeen(by: Person, company: Company): string {
  const names = territoriesOf(scopeOf(by), company);
  if (names === null) return '';
  return `, but only ${names.length > 0 ? `of ${list(names)}` : 'of your own deals'}: you do not see the whole company`;
}

function nextSteps(frame: Frame, answer: Answer, company: Company): Suggestion[] {
  if (isLimitedAway(answer)) {
    const { having: _, ...all } = frame;
    return [{ ...suggestion(0, typed(all, company)), label: `Show all ${answer.groups?.of ?? ''}` }];
  }
  if (answer.kind !== 'value' || answer.total === 0 || frame.of === 'activity') return [];
  if (frame.measure.kind === 'metric') return [];
  const { cut } = frame;
  const rows = rowsBehind(frame);
  const listed = cut
    ? { ...rows, limit: cut.limit, sort: cut.sort, ...(cut.skip ? { skip: cut.skip } : {}) }
    : rows;
  return [{ ...suggestion(0, typed(listed, company)), label: `Show ${countedAs[frame.of]}` }];
}

/** "EMEA" and "APAC" of "EMEA against APAC". */
export function sidesOf({ clauses, other }: Frame): [string, string] | undefined {
  const [second, ...more] = other ?? [];
  if (second?.says !== 'names' || more.length > 0) return undefined;
  const first = clauses.find((one) => one.says === 'names' && one.field === second.field && !one.not);
  if (first?.says !== 'names') return undefined;
  const named = (clause: typeof second): string => list(clause.names.map((one) => one.name));
  return [named(first), named(second)];
}

/** Where no account has an owner, nobody owns one: that is why there is none. */
async function unownedSentence(use: Use, { of, clauses }: Frame, context: AskContext): Promise<string> {
  const owned = (one: Clause): boolean => one.says === 'mine' || ('field' in one && one.field === 'owner');
  if (of !== 'account' || !clauses.some(owned)) return '';
  const where = { not: { field: 'owner', missing: true as const } };
  const { total } = await answerQuestion(use.db, { of, where, measure: { count: true } }, context);
  return total === 0 ? ' No account that you may see has an owner in the CRM.' : '';
}

type Near = { text: string; show: Suggestion };

/** "4 are at 45 days or more": the same question a little wider, until something is found. */
async function nearestFull(use: Use, frame: Frame, context: AskContext): Promise<Near | null> {
  for (const wider of widenings(frame, use.company).slice(0, 5)) {
    const counted: Frame = { ...rowsBehind(wider.frame), measure: { kind: 'count' } };
    const found = await answerQuestion(use.db, questionOf(counted, use.by), context);
    if (found.total === 0) continue;
    const listed: Frame = { ...counted, measure: { kind: 'rows' } };
    const without = !wider.without ? 'that limit' : `"${wider.without}"`;
    const text = `Without ${without} there ${found.total === 1 ? 'is' : 'are'} ${countOf(found.total, countedAs[frame.of])}.`;
    return {
      text: wider.text?.(found.total) ?? text,
      show: {
        ...suggestion(0, typed(listed, use.company)),
        label: found.total === 1 ? 'Show it' : `Show the ${found.total}`,
      },
    };
  }
  return null;
}

/** `without`: the words of the limit that is left out. */
type Wider = { frame: Frame; without?: string; text?: (total: number) => string };

function widenings(frame: Frame, company: Company): Wider[] {
  const swap = (at: number, clause: Clause | null): Frame => ({
    ...frame,
    clauses: frame.clauses.flatMap((one, place) => (place === at ? (clause ? [clause] : []) : [one])),
  });
  return frame.clauses.flatMap((clause, at): Wider[] => {
    if (clause.says === 'range' && clause.from !== null && clause.to === null && clause.from > 1) {
      const over = clause.exclusive.includes('from');
      return [0.75, 0.5, 0.25].map((share) => {
        const from = rounded((clause.from ?? 0) * share);
        const unit =
          clause.unit === 'days'
            ? over
              ? `over ${count(from, 'day')}`
              : `at ${count(from, 'day')} or more`
            : null;
        return {
          frame: swap(at, { ...clause, from }),
          ...(unit
            ? { text: (total: number) => `${number(total)} ${total === 1 ? 'is' : 'are'} ${unit}.` }
            : {}),
        };
      });
    }
    if (clause.says === 'mine' && clause.whose === 'mine' && !clause.not) {
      return [{ frame: swap(at, { ...clause, whose: 'team' }), text: (total) => `Your team has ${total}.` }];
    }
    return clause.says === 'period' ||
      clause.says === 'missing' ||
      clause.says === 'range' ||
      clause.says === 'stale'
      ? [{ frame: swap(at, null), without: partOf(frame, clause, company) }]
      : [];
  });
}

const rounded = (value: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1))) - 1);
  return Math.max(1, Math.floor(value / (5 * step)) * 5 * step || Math.floor(value));
};

function emptySentence(frame: Frame, answer: Answer, near: Near | null, company: Company): string {
  const listed = understanding(rowsBehind(frame), company);
  const left = answer.leftOut.filter(({ count }) => count > 0);
  const dates = left
    .map((one) => ` ${countOf(one.count, countedAs[frame.of])} could not be judged: ${one.because}.`)
    .join('');
  return `${none(listed)}.${dates}${near ? ` ${near.text}` : ''}`;
}

/** "No open deals in EMEA", "You have no open deals", "Your team has no open deals". */
function none(listed: string): string {
  if (listed.startsWith('Your team’s ') || listed.startsWith("Your team's "))
    return `Your team has no ${listed.slice(12)}`;
  if (listed.startsWith('Your ')) return `You have no ${listed.slice(5)}`;
  return `No ${listed.replace(/^./, (letter) => letter.toLowerCase())}`;
}
