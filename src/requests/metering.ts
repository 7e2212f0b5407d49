/** What a request may spend on language models: a person has so much a day, counted over the runs before each call. */
import type { Db } from '../db/pool.ts';
import { assumedCost } from '../models/cost.ts';
import type { Meter, MeteredCall } from '../models/models.ts';
import type { Person } from '../policy/nouns.ts';
import { spendOn, spentBy } from '../runs/runs.ts';
import { addDays, dayIn, startOfDay } from '../sales/days.ts';
import { numberSetting } from '../settings/settings.ts';
import { instant } from '../story/format.ts';
import type { Company } from './company.ts';

/** All calls of a request together. */
export type ModelUse = {
  model: string;
  calls: number;
  tokensIn: number;
  tokensOut: number;
  costUsd: number;
  /** False where a price is not known and was assumed. */
  priced: boolean;
  prompts: Record<string, number>;
};
export type Metering = Meter & { used: () => ModelUse | null };

/** Each call's cost is on its run before the next one is thought of, so that a run that breaks off has spent it all the same. */
export function meterOf(use: {
  db: Db;
  company: Promise<Company>;
  by: Person | null;
  run: Promise<{ runId: string }>;
}): Metering {
  let used: ModelUse | null = null;
  return {
    used: () => used,
    may: async () => {
      const { by } = use;
      if (!by) return false;
      const [company] = await Promise.all([use.company, use.run]);
      return (await spentBy(use.db, by.id, today(company))) < budgetOf(company, by);
    },
    add: async (call) => {
      if (call.tokensIn + call.tokensOut === 0) return;
      const costUsd = call.costUsd ?? assumedCost({ in: call.tokensIn, out: call.tokensOut });
      used = plus(used, call, costUsd);
      const { runId } = await use.run;
      await spendOn(use.db, runId, { ...call, costUsd });
    },
  };
}

function plus(used: ModelUse | null, call: MeteredCall, costUsd: number): ModelUse {
  return {
    model: call.model,
    calls: (used?.calls ?? 0) + 1,
    tokensIn: (used?.tokensIn ?? 0) + call.tokensIn,
    tokensOut: (used?.tokensOut ?? 0) + call.tokensOut,
    costUsd: (used?.costUsd ?? 0) + costUsd,
    priced: (used?.priced ?? true) && call.costUsd !== null,
    prompts: { ...used?.prompts, [call.promptName]: call.promptVersion },
  };
}

const budgetOf = ({ settings }: Company, by: Person): number =>
  numberSetting(settings, 'model_budget_usd', {
    personId: by.id,
    teamId: by.teamId,
    territoryId: by.territoryId,
  });

const today = ({ now, zone }: Company): Date => startOfDay(dayIn(now, zone), zone);

/** "Your budget for today ($0.50) is used. It renews on 21 Mar, 00:00 UTC." */
export function spentSentence(company: Company, by: Person): string {
  const { now, zone } = company;
  const renews = instant(startOfDay(addDays(dayIn(now, zone), 1), zone), zone, now);
  const budget = budgetOf(company, by);
  if (budget === 0) return 'Language models are switched off for you: their budget is $0.';
  return `Your budget for today ($${budget.toFixed(2)}) is used. It renews on ${renews}.`;
}
