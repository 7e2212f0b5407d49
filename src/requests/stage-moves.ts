/** Moves between stages and conversion from one to another, in words, as a table and drawn. */
import { conversionOf, type MovedDeal, type Moves, movedDeals, stageMovesOf } from '../crm/stage-moves.ts';
import type { Db } from '../db/pool.ts';
import { questionOf } from '../language/question.ts';
import type { Command } from '../language/request.ts';
import { understanding } from '../language/understanding.ts';
import type { Person } from '../policy/nouns.ts';
import { type Chart, type Mark, withAlt } from '../story/chart.ts';
import { count, day, number, share } from '../story/format.ts';
import { contextOf } from './asking.ts';
import type { Company } from './company.ts';
import { lacking } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Said, ThingsTable } from './reply.ts';
import { instantsOf, periodSaid } from './spans.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; company: Company; by: Person };
type AskedMoves = Extract<Command, { do: 'stage_moves' }>;
type AskedConversion = Extract<Command, { do: 'stage_conversion' }>;

const usual = 'this quarter';
const most = { deals: 200, lines: 20, bars: 12 };

const spanOf = ({ company }: Use, { period, of }: AskedMoves | AskedConversion, by: Person) => ({
  ...instantsOf(period ?? usual, company),
  where: questionOf(of, by).where,
});
const assumed = ({ period }: { period: string | null }): string[] =>
  period === null ? [`No period was named: ${usual}.`] : [];

/** "in EMEA, last month (1 Feb to 28 Feb 2026)" */
function whereSaid({ company }: Use, { of, period }: AskedMoves | AskedConversion): string {
  const deals =
    of.clauses.length > 0 ? `${understanding(of, company).replace(/^(?:all )?deals\b ?/i, '')}, ` : '';
  return `${deals}${periodSaid(period ?? usual, company)}`;
}

export async function stageMovesAsked(use: Use, asked: AskedMoves): Promise<Outcome> {
  const { db, by } = use;
  const context = contextOf(use);
  const span = spanOf(use, asked, by);
  const all = await stageMovesOf(db, context, span);
  const meant = all.filter((one) => isMeant(one, asked));
  const deals = asked.list
    ? await movedDeals(db, context, {
        ...span,
        pairs: meant.map(({ fromId, toId }) => ({ fromId, toId })),
        most: most.deals,
      })
    : [];
  const understood = `Deals that moved ${wayOf(asked)}, ${whereSaid(use, asked)}`;
  const shown = asked.from ? all.filter(({ fromId }) => fromId === asked.from?.id) : meant;
  const moves = sum(meant.map((one) => one.moves));
  const drawn = asked.list ? dealsTable(understood, deals) : movesTable(understood, shown);
  const said: Said = {
    kind: 'text',
    sentence: movesSentence(asked, {
      meant,
      shown,
      moves,
      periodOf: periodSaid(asked.period ?? usual, use.company),
    }),
    lines: drawn?.lines ?? [],
    next: suggestions(moves === 0 || asked.list ? ['stage conversion'] : [typedList(asked)]),
    figures: {
      value: moves,
      unit: 'moves',
      series: shown.map((one) => ({ key: `${one.from} → ${one.to}`, value: one.moves })),
    },
    ...(drawn ? { drawn: { table: drawn.table, saysLines: drawn.lines.length, chart: drawn.chart } } : {}),
  };
  return outcome(said, asked.list ? 'moved_deals' : 'stage_moves', {
    understood,
    assumptions: assumed(asked),
  });
}

const sum = (values: number[]): number => values.reduce((all, one) => all + one, 0);

const isMeant = (one: Moves, { from, to, way }: AskedMoves): boolean =>
  (from === null || one.fromId === from.id) &&
  (to === null || one.toId === to.id) &&
  (way === null || (way === 'forward' ? one.forward : !one.forward && isBack(one)));
const isBack = ({ toIs }: Moves): boolean => toIs === 'open';

const wayOf = ({ from, to, way }: AskedMoves): string =>
  from && !to
    ? `out of ${from.name}`
    : from && to
      ? `from ${from.name} to ${to.name}`
      : way === null
        ? 'from one stage to another'
        : way;

/** "12 deals moved from Proposal to Negotiation, last month (…). From Proposal 4 went elsewhere." */
function movesSentence(
  asked: AskedMoves,
  { meant, shown, moves, periodOf }: { meant: Moves[]; shown: Moves[]; moves: number; periodOf: string },
): string {
  const deals = meant.length === 1 ? (meant[0]?.deals ?? 0) : null;
  if (moves === 0) return `No deal moved ${wayOf(asked)}, ${periodOf}.`;
  const again =
    deals !== null && deals < moves ? ` ${count(deals, 'deal')} did so, some more than once.` : '';
  if (asked.from === null && asked.way === null) return allSentence(meant, moves, periodOf);
  const what = deals === moves ? count(moves, 'deal') : count(moves, 'move');
  const first = deals === moves ? `${what} moved ${wayOf(asked)}` : `${what} of deals ${wayOf(asked)}`;
  const elsewhere = sum(shown.map((one) => one.moves)) - moves;
  const rest =
    asked.from && elsewhere > 0 ? ` From ${asked.from.name} ${number(elsewhere)} went elsewhere.` : '';
  return `${first}, ${periodOf}.${again}${rest}`;
}

/** "157 moves of deals, last month (…). Most are from Discovery to Qualification: 41." */
function allSentence(all: Moves[], moves: number, periodOf: string): string {
  const [most] = all.toSorted((a, b) => b.moves - a.moves);
  const largest =
    most && all.length > 1 ? ` Most are from ${most.from} to ${most.to}: ${number(most.moves)}.` : '';
  return `${count(moves, 'move')} of deals, ${periodOf}.${largest}`;
}

const typedList = ({ from, to, way, period }: AskedMoves): string => {
  const when = period ?? usual;
  if (from && to) return `show deals moved from ${from.name} to ${to.name} ${when}`;
  if (from) return `show deals moved out of ${from.name} ${when}`;
  return way === null ? `deals moved back ${when}` : `show deals moved ${way} ${when}`;
};

type Table = { table: ThingsTable; lines: string[]; chart: Chart | null };

function movesTable(caption: string, moves: Moves[]): Table | null {
  if (moves.length === 0) return null;
  const rows = moves.map((one) => [
    one.from,
    one.to,
    { value: one.moves, text: number(one.moves) },
    { value: one.deals, text: number(one.deals) },
  ]);
  const marks = moves.map(
    (one): Mark => ({ label: `${one.from} → ${one.to}`, value: one.moves, said: number(one.moves) }),
  );
  const bars = marks.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0)).slice(0, most.bars);
  const chart =
    marks.length < 2
      ? null
      : withAlt(
          { shape: 'bars', measure: 'Moves', marks: bars, others: Math.max(0, marks.length - bars.length) },
          { title: 'Moves between stages', besides: null, understood: caption },
        );
  return {
    table: { caption, head: ['From', 'To', 'Moves', 'Deals'], rows },
    lines: moves.map(
      (one) => `${one.from} → ${one.to}: ${count(one.moves, 'move')}, ${count(one.deals, 'deal')}`,
    ),
    chart,
  };
}

const dealsTable = (caption: string, deals: MovedDeal[]): Table | null =>
  deals.length === 0
    ? null
    : {
        table: {
          caption,
          head: ['Deal', 'Owner', 'From', 'To', 'On'],
          rows: deals.map((deal) => [deal.name, deal.owner ?? 'no owner', deal.from, deal.to, day(deal.on)]),
        },
        lines: deals.map(
          (deal) => `${deal.name}, ${deal.owner ?? 'no owner'}: ${deal.from} → ${deal.to}, ${day(deal.on)}`,
        ),
        chart: null,
      };

export async function stageConversionAsked(use: Use, asked: AskedConversion): Promise<Outcome> {
  const { from, to } = asked;
  const order = (id: string): number => use.company.lexicon.stages.find((one) => one.id === id)?.order ?? 0;
  if (order(to.id) <= order(from.id) || isLost(use, to.id))
    return lacking(
      `${to.name} does not come after ${from.name}. Say the earlier stage first.`,
      'conversion from … to …',
    );
  const span = spanOf(use, asked, use.by);
  const found = await conversionOf(use.db, contextOf(use), { ...span, stage: from.id, reaches: to.id });
  const understood = `Conversion from ${from.name} to ${to.name}, ${whereSaid(use, asked)}`;
  const rate = found.came === 0 ? null : found.reached / found.came;
  const drawn = conversionDrawn(understood, asked, found);
  const said: Said = {
    kind: 'text',
    sentence:
      rate === null
        ? `No deal came to ${from.name}, ${periodSaid(asked.period ?? usual, use.company)}.`
        : `${share(rate)}: of ${count(found.came, 'deal')} that came to ${from.name} ${number(found.reached)} reached ${to.name} or beyond. ${number(found.lost)} ${found.lost === 1 ? 'was' : 'were'} lost before, ${number(found.open)} ${found.open === 1 ? 'is' : 'are'} still on the way.${daysSaid(found.days)}`,
    lines: drawn?.lines ?? [],
    next: suggestions([
      'stage conversion',
      `show deals moved from ${from.name} to ${to.name} ${asked.period ?? usual}`,
    ]),
    ...(rate === null ? {} : { figures: { value: rate, unit: 'share', series: null } }),
    ...(drawn ? { drawn: { table: drawn.table, saysLines: drawn.lines.length, chart: drawn.chart } } : {}),
  };
  return outcome(said, 'stage_conversion', { understood, assumptions: assumed(asked) });
}

const isLost = ({ company }: Use, id: string): boolean =>
  company.lexicon.stages.find((one) => one.id === id)?.is === 'lost';
const daysSaid = (days: number | null): string =>
  days === null ? '' : ` It took ${count(Math.round(days), 'day')} in the middle case.`;

function conversionDrawn(
  caption: string,
  { from, to }: AskedConversion,
  { came, reached, lost, open }: Awaited<ReturnType<typeof conversionOf>>,
): Table | null {
  if (came === 0) return null;
  const parts: [string, number][] = [
    [`Came to ${from.name}`, came],
    [`Reached ${to.name} or beyond`, reached],
    ['Lost before', lost],
    ['Still on the way', open],
  ];
  const steps = [
    { label: from.name, value: came, said: count(came, 'deal'), went: null, drop: false },
    {
      label: to.name,
      value: reached,
      said: count(reached, 'deal'),
      went: `${share(reached / came)} go on`,
      drop: false,
    },
  ];
  return {
    table: {
      caption,
      head: ['Deals', 'Count', 'Share'],
      rows: parts.map(([label, n]) => [
        label,
        { value: n, text: number(n) },
        { value: n / came, text: share(n / came) },
      ]),
    },
    lines: parts.map(([label, n]) => `${label}: ${number(n)} (${share(n / came)})`),
    chart: withAlt({ shape: 'funnel', steps }, { title: caption, besides: null, understood: caption }),
  };
}
