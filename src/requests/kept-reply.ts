/** Replies that an earlier version kept, in the shape of today: a card is drawn anew, exported and asked about for as long as it stands. */
import type { ForecastFigures } from '../sales/answer.ts';
import { cents } from '../sales/outlook.ts';
import type { Reply } from './reply.ts';

/** A forecast before there was one method: its stages each with the share of all decided deals that were won from it. */
type StageRates = Omit<ForecastFigures, 'later' | 'stages' | 'basis'> & {
  rates: { stage: string; rate: number; deals: number; amount: number }[];
};

export function asToday(reply: Reply): Reply {
  if (reply.kind !== 'answer' || reply.answer.kind !== 'forecast') return reply;
  const forecast: ForecastFigures | StageRates = reply.answer.forecast;
  if (!('rates' in forecast)) return reply;
  const { rates, ...same } = forecast;
  const stages = rates.map(({ stage, rate, deals, amount }) => ({
    stage,
    deals,
    amount,
    expected: cents(amount * rate),
    rate,
  }));
  return { ...reply, answer: { ...reply.answer, forecast: { ...same, later: 0, stages, basis: null } } };
}
