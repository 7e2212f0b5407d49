/** Replies that an earlier version kept, in the shape of today: a card is drawn anew, exported and asked about for as long as it stands. */
import { z } from 'zod';
import { cents } from '../sales/outlook.ts';
import type { Reply } from './reply.ts';

/** A forecast before there was one method: its stages each with the share of all decided deals that were won from it. */
const byStageRates = z.object({
  rates: z.array(z.object({ stage: z.string(), rate: z.number(), deals: z.number(), amount: z.number() })),
});

export function asToday(reply: Reply): Reply {
  if (reply.kind !== 'answer' || reply.answer.kind !== 'forecast') return reply;
  const { forecast } = reply.answer;
  const old = byStageRates.safeParse(forecast);
  if (!old.success) return reply;
  const stages = old.data.rates.map(({ stage, rate, deals, amount }) => ({
    stage,
    deals,
    amount,
    expected: cents(amount * rate),
    rate,
  }));
  return { ...reply, answer: { ...reply.answer, forecast: { ...forecast, later: 0, stages, basis: null } } };
}
