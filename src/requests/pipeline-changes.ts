/** What changed in the pipeline, in words, as a table and drawn. */
import { provenFrom } from '../crm/history.ts';
import {
  type ChangedDeal,
  type ChangeKind,
  type ChangeSum,
  changedDeals,
  changeKinds,
  changeSums,
  openAmountAt,
} from '../crm/pipeline-changes.ts';
import type { Db } from '../db/pool.ts';
import { questionOf } from '../language/question.ts';
import type { Command } from '../language/request.ts';
import { understanding } from '../language/understanding.ts';
import type { Person } from '../policy/nouns.ts';
import { addDays, dayIn, startOfDay } from '../sales/days.ts';
import { resolvePeriod } from '../sales/periods.ts';
import { type Mark, withAlt } from '../story/chart.ts';
import { count, day, dayMove, headlineMoney, list, money, number, share } from '../story/format.ts';
import { contextOf } from './asking.ts';
import type { Company } from './company.ts';

import { type Outcome, outcome, plain } from './outcome.ts';
import type { Said } from './reply.ts';
import { periodSaid } from './spans.ts';
import { suggestions } from './suggest.ts';
import { waitingSentence } from './waiting.ts';

type Use = { db: Db; company: Company; by: Person };
type Asked = Extract<Command, { do: 'pipeline_changes' }>;

const usual = 'this week';
const most = 200;

const words: Record<ChangeKind, { sum: string; row: string }> = {
  won: { sum: 'won', row: 'Won' },
  lost: { sum: 'lost', row: 'Lost' },
  new: { sum: 'new', row: 'New' },
  forward: { sum: 'moved on a stage', row: 'Moved on' },
  back: { sum: 'moved back', row: 'Moved back' },
  pushed: { sum: 'pushed out', row: 'Pushed out' },
  pulled: { sum: 'pulled in', row: 'Pulled in' },
  revalued: { sum: 're-valued', row: 'Re-valued' },
};

export async function pipelineChanges(use: Use, asked: Asked): Promise<Outcome> {
  const { db, company, by } = use;
  const context = contextOf(use);
  const period = asked.period ?? usual;
  const days = daysOf(period, company);
  if (days.from > days.to)
    return plain(
      'That is still to come. Ask for a period that has begun: "pipeline changes this week".',
      'pipeline_changes',
    );
  const { where } = questionOf(asked.of, by);
  const { only } = asked;
  const span = {
    where,
    ...(only ? { only } : {}),
    days,
    from: startOfDay(days.from, company.zone),
    until: startOfDay(addDays(days.to, 1), company.zone),
  };
  const sums = await changeSums(db, context, span);
  const deals = await changedDeals(db, context, span, most);
  // Beside another currency each amount bears its code.
  const several = new Set(sums.flatMap(({ currency }) => (currency === null ? [] : [currency]))).size > 1;
  const plainly = several ? '' : company.companyCurrency;
  const open = only ? '' : await openThenAndAfter(use, span, plainly);
  const when =
    days.from === days.to || !/^(?:since|from|after) /.test(period)
      ? periodSaid(period, company)
      : `since ${day(days.from)}`;
  const whose =
    asked.of.clauses.length > 0
      ? `${understanding(asked.of, company).replace(/^./, (c) => c.toLowerCase())}`
      : 'deals';
  const datesMoved = only && `Close dates ${words[only].sum} among ${whose}, ${when}`;
  const understood = datesMoved ?? `What changed among ${whose}, ${when}`;
  const rows = deals.map((deal) => tableRow(deal, plainly));
  const changed = sums.reduce((all, one) => all + one.deals, 0);
  const said: Said & { kind: 'text' } = {
    kind: 'text',
    sentence:
      changed === 0
        ? only
          ? `No close date was ${words[only].sum} among ${whose}, ${when}.`
          : `Nothing changed among ${whose}, ${when}.`
        : `${sentenceOf(sums, when, plainly)}${open}`,
    lines: rows.map(([name, owner, what, amount]) => [name, owner, what, amount].filter(Boolean).join(', ')),
    next: suggestions(
      changed === 0 || only
        ? ['open pipeline by stage', 'pipeline changes this week']
        : ['stage moves this week', 'what changed in the forecast'],
    ),
    figures: {
      value: changed,
      unit: 'changes',
      series: changeKinds.map((kind) => ({ key: kind, value: numberOf(sums, kind) })),
    },
    ...(rows.length > 0
      ? {
          drawn: {
            table: {
              caption: understood,
              head: ['Deal', 'Owner', 'What', 'Amount'],
              rows: rows.map(([name, owner, what, text], n) => {
                const value = deals[n]?.amount ?? null;
                return [name, owner, what, value === null ? text : { value, text }];
              }),
            },
            saysLines: rows.length,
            chart: chartOf(sums, understood),
          },
        }
      : {}),
  };
  const queue = asked.waits ? ` ${await waitingSentence(use)}` : '';
  const notes = [
    ...(asked.period === null ? [`No period was named: ${usual}.`] : []),
    ...(deals.length < changed
      ? [`The first ${number(deals.length)} of ${number(changed)} changes are listed.`]
      : []),
    ...(only ? ['Of deals that were open before it and still are at its end.'] : []),
    ...(changed > 0 && !only
      ? ['A deal can stand in several kinds. Re-valued: what was gained or lost on balance.']
      : []),
  ];
  return outcome({ ...said, sentence: `${said.sentence}${queue}` }, 'pipeline_changes', {
    understood,
    assumptions: notes,
  });
}

/** What is still to come has not changed yet. */
function daysOf(period: string, company: Company): { from: string; to: string } {
  const today = dayIn(company.now, company.zone);
  const found = resolvePeriod(period, { ...company.calendar, now: company.now, zone: company.zone });
  const to = found?.to && found.to < today ? found.to : today;
  return { from: found?.from ?? '0001-01-01', to };
}

const numberOf = (sums: ChangeSum[], kind: ChangeKind): number =>
  sums.filter((one) => one.kind === kind).reduce((all, one) => all + one.deals, 0);

/** `company`: the currency whose amounts bear their sign alone; '' where all bear their code. "8 won ($115,600), 15 lost ($1.1M), 27 new ($4.2M), … this week." */
function sentenceOf(sums: ChangeSum[], when: string, companyCurrency: string): string {
  const parts = changeKinds.flatMap((kind) => {
    const of = sums.filter((one) => one.kind === kind);
    if (of.length === 0) return [];
    const amounts = of
      .filter(({ amount, currency }) => currency !== null && amount !== 0)
      .map(({ amount, currency }) => {
        const said = headlineMoney(amount, currency, companyCurrency);
        return kind === 'revalued' && amount > 0 ? `+${said}` : said;
      });
    return [
      `${number(numberOf(sums, kind))} ${words[kind].sum}${amounts.length > 0 ? ` (${list(amounts)})` : ''}`,
    ];
  });
  return `${when.replace(/^./, (letter) => letter.toUpperCase())}: ${parts.join(', ')}.`;
}

type Span = Parameters<typeof changeSums>[2];

/** " The open pipeline went from $29.1M to $30.3M, up 4%." Empty where no history proves what it was. */
async function openThenAndAfter(
  { db, company, by }: Use,
  { where, from, until }: Span,
  plainly: string,
): Promise<string> {
  const proven = await provenFrom(db);
  if (!proven || proven >= from) return '';
  const context = contextOf({ db, company, by });
  const currency = company.companyCurrency;
  const before = await openAmountAt(db, context, { where, at: from, currency });
  const after = await openAmountAt(db, context, { where, at: until, currency });
  if (before <= 0 || after <= 0) return '';
  const said = (amount: number): string => headlineMoney(amount, currency, plainly);
  const change = Math.abs(after / before - 1);
  const way = change < 0.005 ? 'nearly the same' : `${after > before ? 'up' : 'down'} ${share(change)}`;
  return ` Open pipeline: ${way}, from ${said(before)} to ${said(after)}.`;
}

function tableRow(deal: ChangedDeal, companyCurrency: string): [string, string, string, string] {
  const { kind, was, became, amount, currency } = deal;
  const sum = (value: number): string => money(Math.round(value), currency, companyCurrency);
  const detail =
    was === null || became === null
      ? ''
      : kind === 'pushed' || kind === 'pulled'
        ? `: ${dayMove(was, became)}`
        : kind === 'revalued'
          ? `: ${sum(Number(was))} → ${sum(Number(became))}`
          : `: ${was} → ${became}`;
  const plus = kind === 'revalued' && (amount ?? 0) > 0 ? '+' : '';
  return [
    deal.name,
    deal.owner ?? 'no owner',
    `${words[kind].row}${detail}`,
    amount === null ? 'no amount' : `${plus}${sum(amount)}`,
  ];
}

function chartOf(sums: ChangeSum[], understood: string) {
  const marks = changeKinds.flatMap((kind): Mark[] => {
    const deals = numberOf(sums, kind);
    return deals > 0 ? [{ label: words[kind].row, value: deals, said: count(deals, 'deal') }] : [];
  });
  if (marks.length < 2) return null;
  return withAlt(
    { shape: 'bars', measure: 'Deals', marks, others: 0 },
    { title: 'What changed in the pipeline', besides: null, understood },
  );
}
