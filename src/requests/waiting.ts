/** What waits for whoever asks: cards to decide, leads to claim, agents of theirs that fail, and how their own deals stand. */
import type { Here } from '../../blocks/kit.ts';
import { headlineText } from '../../blocks/proposal.ts';
import { agentLabel } from '../agents/roster.ts';
import { answerQuestion } from '../crm/questions.ts';
import type { Db } from '../db/pool.ts';
import { claimableLeads } from '../exceptions/leads.ts';
import { viewsOfWants } from '../exceptions/view.ts';
import { type WaitingForYou, waitingFor } from '../exceptions/waiting.ts';
import { questionOf } from '../language/question.ts';
import { type Clause, emptyFrame } from '../language/request.ts';
import type { Person } from '../policy/nouns.ts';
import { count, duration, list, money, number, sums } from '../story/format.ts';
import { contextOf } from './asking.ts';
import type { Company } from './company.ts';
import { type Outcome, outcome } from './outcome.ts';
import type { Said } from './reply.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; company: Company; by: Person };

const most = 20;

export async function waitingAsked(use: Use): Promise<Outcome> {
  const { db, company, by } = use;
  const all = await waitingFor({ db, now: company.now }, by);
  const { leads } = await claimableLeads(db, company.now, by);
  const failing = await failingOf(db, by);
  const cards = await cardLines(use, all.slice(0, most));
  const lines = [
    ...failing.map((agent) => `${agent} needs you: it has an open alert`),
    ...cards,
    ...(all.length > most ? [`and ${number(all.length - most)} more in Home`] : []),
    ...leads.slice(0, 5).map((lead) => {
      const name = [lead.name ?? 'Somebody without a name', lead.company].filter(Boolean).join(', ');
      return `Lead to claim: ${name}, ${duration(company.now.getTime() - lead.cameAt.getTime())} ago`;
    }),
  ];
  const own = await ownDeals(use);
  const rest = [
    ...(leads.length > 0 ? [`${count(leads.length, 'lead')} can be claimed.`] : []),
    ...(failing.length > 0
      ? [`${list(failing)} ${failing.length === 1 ? 'has' : 'have'} an open alert.`]
      : []),
    ...(own === null ? [] : [own]),
  ];
  const said: Said = {
    kind: 'text',
    sentence: [queueOf(all, company), ...rest].join(' '),
    lines,
    next: suggestions([
      ...(own === null ? [] : ['my stale deals', 'my overdue deals']),
      'what did I miss yesterday',
    ]),
    figures: { value: all.length, unit: 'cards', series: null },
  };
  return outcome(said, 'waiting', { understood: 'What waits for you' });
}

/** "3 cards wait for you." */
export async function waitingSentence({ db, company, by }: Use): Promise<string> {
  return queueOf(await waitingFor({ db, now: company.now }, by), company);
}

function queueOf(all: WaitingForYou[], company: Company): string {
  if (all.length === 0) return 'No card waits for you.';
  const worth = new Map<string | null, number>();
  for (const { amount, currency } of all)
    if (amount !== null) worth.set(currency, (worth.get(currency) ?? 0) + amount);
  const amounts = [...worth].map(([currency, amount]) => ({ currency, amount }));
  const critical = all.filter(({ severity }) => severity === 'critical').length;
  const facts = [
    ...(amounts.length > 0 ? [`${sums(amounts, company.companyCurrency)} in question`] : []),
    ...(critical > 0 ? [`${number(critical)} critical`] : []),
  ];
  const oldest = Math.min(...all.map(({ openedAt }) => openedAt.getTime()));
  const since = duration(Math.max(0, company.now.getTime() - oldest));
  const head = `${count(all.length, 'card')} ${all.length === 1 ? 'waits' : 'wait'} for you`;
  return `${[head, ...facts].join(', ')}. ${all.length === 1 ? 'It' : 'The oldest'} has waited ${since}.`;
}

async function cardLines({ db, company }: Use, all: WaitingForYou[]): Promise<string[]> {
  const wants = await viewsOfWants(db, all);
  const here: Here = { now: company.now, zone: company.zone, currency: company.companyCurrency };
  return all.flatMap((one, n) => {
    const wanted = wants[n];
    if (!wanted) return [];
    const proposed = headlineText({ deal: { name: one.deal, url: null }, wants: wanted }, here);
    const worth = one.amount === null ? '' : `, ${money(one.amount, one.currency, company.companyCurrency)}`;
    const left = duration(Math.max(0, one.expiresAt.getTime() - company.now.getTime()));
    const urgent = one.severity === 'critical' ? 'Critical. ' : '';
    return [
      `${urgent}${proposed.replace(/^./, (letter) => letter.toUpperCase())}${worth}, expires in ${left}`,
    ];
  });
}

async function failingOf(db: Db, by: Person): Promise<string[]> {
  const names: string[] = await db('alerts as x')
    .join('agents as a', 'a.name', 'x.agent')
    .where('a.owner_id', by.id)
    .whereNull('x.closed_at')
    .distinct()
    .orderBy('a.name')
    .pluck('a.name');
  return names.map(agentLabel);
}

/** "Of your 29 open deals 6 are stale and 4 past their close date." Null for whoever has none. */
async function ownDeals(use: Use): Promise<string | null> {
  const open: Clause[] = [
    { says: 'status', is: ['open'], implied: true },
    { says: 'mine', whose: 'mine', not: false },
  ];
  const total = await howMany(use, open);
  if (total === 0) return null;
  const stale = await howMany(use, [
    ...open,
    { says: 'stale', field: 'days_in_stage', setting: 'stale_days' },
  ]);
  const late = await howMany(use, [...open, { says: 'period', field: 'close_date', period: 'before today' }]);
  const parts = [
    ...(stale > 0 ? [`${number(stale)} ${stale === 1 ? 'is' : 'are'} stale`] : []),
    ...(late > 0 ? [`${number(late)} past ${late === 1 ? 'its' : 'their'} close date`] : []),
  ];
  const state =
    parts.length > 0 ? `, of which ${list(parts)}` : ', none of them stale or past its close date';
  return `You own ${count(total, 'open deal')}${state}.`;
}

async function howMany({ db, company, by }: Use, clauses: Clause[]): Promise<number> {
  const question = questionOf({ ...emptyFrame, clauses, measure: { kind: 'count' } }, by);
  return (await answerQuestion(db, question, contextOf({ db, company, by }))).total;
}
