/** A lead comes in: read by rules, by a model where they leave something open, kept once, and shown. */
import { withCopied } from '../agents/intake/copied.ts';
import type { Channel, Field, Reading } from '../agents/intake/nouns.ts';
import { readForm, readMailText } from '../agents/intake/read.ts';
import { leadSchema } from '../agents/intake/reply.ts';
import type { Clock } from '../clock.ts';
import { type Stored, storeArrival } from '../crm/arrivals.ts';
import { type SenderRecord, senderRecord } from '../crm/senders.ts';
import type { Db } from '../db/pool.ts';
import { inTransaction } from '../db/transaction.ts';
import { redrawCard } from '../jobs/cards.ts';
import { enqueue } from '../jobs/outbox.ts';
import { assumedCost } from '../models/cost.ts';
import type { Models } from '../models/models.ts';
import type { Actor } from '../policy/nouns.ts';
import {
  categoryOf,
  closeLostRunsOf,
  failRun,
  finishRun,
  reasonOf,
  spendOn,
  startRun,
} from '../runs/runs.ts';
import { currentSettings, numberSetting, type SettingRow, settingValue } from '../settings/settings.ts';
import { cameAgain, senderSaid } from '../story/lead.ts';
import { isOpenLead } from './closings.ts';
import { noticeRepeats } from './repeats.ts';
import { showLeads } from './unclaimed.ts';

type Use = { db: Db; now: Clock; models: Models };

export type ArrivalInput = {
  channel: Exclude<Channel, 'csv'>;
  /** As it came: the body of a form, or a mail with its headers. */
  raw: string;
  /** Of this delivery: the same again is the same arrival. */
  key: string;
  cameAt: Date;
  by: Actor;
  /** It was tried before, and the program ended in the middle. */
  again?: boolean;
};

export type Arrived = { runId: string; reading: Reading; via: 'rules' | 'model'; stored: Stored };

const sources = { form: 'Web form', email: 'E-mail' } as const;
/** Of the agent that reads leads; grows when it reads them otherwise. */
export const intakeVersion = 2;

/** Takes in one arrival. Safe to repeat: the same delivery is kept once, and the same person has one lead. */
export async function takeIn(use: Use, input: ArrivalInput): Promise<Arrived> {
  const { db } = use;
  if (input.again) await closeLostRunsOf(db, 'intake', input.key, use.now.now());
  const runId = await startRun(db, {
    agent: 'intake',
    agentVersion: intakeVersion,
    wokenBy: input.by.kind === 'person' ? 'hand' : 'change',
    trigger: input.channel,
    by: input.by,
    input: {
      channel: input.channel,
      key: input.key,
      raw: input.raw.replaceAll('\0', '\ufffd').toWellFormed(),
    },
    versions: { agent: intakeVersion },
    now: use.now.now(),
  });
  try {
    const byRules = input.channel === 'form' ? readForm(input.raw) : await readMailText(input.raw);
    const { reading, spent } = await withModel(use, byRules, runId);
    const via = spent.read ? 'model' : 'rules';
    const stored = await keep(use, { ...input, runId, reading, via });
    await finishRun(db, runId, {
      output: {
        say: stored.say,
        lead: 'leadId' in stored ? stored.leadId : null,
        uncertain: reading.uncertain,
        signs: reading.signs,
        because: reading.because,
      },
      ...spent.run,
      now: use.now.now(),
    });
    return { runId, reading, via, stored };
  } catch (error) {
    await failRun(db, runId, { category: categoryOf(error), error: reasonOf(error), now: use.now.now() });
    throw error;
  }
}

type Spent = {
  read: boolean;
  run: {
    model?: string;
    tokensIn?: number;
    tokensOut?: number;
    costUsd?: number;
    versions?: { agent: number; prompts: Record<string, number> };
  };
};

const deadlineMs = 15_000;

/** A model that fails or has nothing to add leaves the reading as the rules made it: a person looks at it then. */
async function withModel(
  { db, now, models }: Use,
  reading: Reading,
  runId: string,
): Promise<{ reading: Reading; spent: Spent }> {
  if (!models.configured || !reading.isLead || reading.open.length === 0)
    return { reading, spent: { read: false, run: {} } };
  const settings = await currentSettings(db, now.now());
  const wanted = fieldsFor(settings, reading.open);
  if (wanted.length === 0) return { reading, spent: { read: false, run: {} } };
  let cost = 0;
  const answer = await models.extract({
    prompt: 'read-lead',
    schema: leadSchema,
    text: reading.text,
    fill: { fields: wanted.join(', ') },
    personal: reading.lead.name === null ? [] : [{ kind: 'PERSON', value: reading.lead.name }],
    deadlineMs,
    maxTokens: 300,
    meter: {
      may: async () => (await spentToday(db, now.now())) < numberSetting(settings, 'intake_budget_usd'),
      add: async (call) => {
        const costUsd = call.costUsd ?? assumedCost({ in: call.tokensIn, out: call.tokensOut });
        cost += costUsd;
        await spendOn(db, runId, { ...call, costUsd });
      },
    },
  });
  const read = answer.ok ? withCopied(reading, answer.value, wanted) : reading;
  return {
    reading: read,
    spent: {
      read: read !== reading,
      run: {
        model: answer.model,
        tokensIn: answer.tokensIn,
        tokensOut: answer.tokensOut,
        costUsd: cost,
        versions: { agent: intakeVersion, prompts: { [answer.promptName]: answer.promptVersion } },
      },
    },
  };
}

/** A name is asked for only where every provider may see it: it cannot be hidden from whoever is to find it. */
const fieldsFor = (settings: SettingRow[], open: Field[]): Field[] => {
  const mayGo = ['anthropic', 'openai'].every(
    (provider) => settingValue(settings, `model_personal_data_${provider}`).value === true,
  );
  return open.filter((field) => field !== 'name' || mayGo);
};

async function spentToday(db: Db, now: Date): Promise<number> {
  const row = await db('runs')
    .where({ agent: 'intake' })
    .where('started_at', '>', new Date(now.getTime() - 86_400_000))
    .sum<{ spent: string | number | null } | undefined>('cost_usd as spent')
    .first();
  return Number(row?.spent ?? 0);
}

type Kept = ArrivalInput & { runId: string; reading: Reading; via: 'rules' | 'model' };

async function keep({ db, now }: Use, { reading, runId, via, ...input }: Kept): Promise<Stored> {
  return inTransaction(db, async (trx) => {
    const sender = await senderRecord(trx, { id: null, domain: reading.domain });
    const signs = [...reading.signs, ...(neverTaken(sender) ? [senderSaid(sender) ?? ''] : [])];
    const stored = await storeArrival(trx, {
      key: input.key,
      channel: input.channel,
      cameAt: input.cameAt,
      because: reading.because,
      identity: reading.identity,
      domain: reading.domain,
      lead: reading.lead,
      uncertain: reading.uncertain,
      signs,
      confidence: reading.confidence,
      via,
      source: sources[input.channel],
      runId,
    });
    if (stored.say === 'new') await showLead(trx, stored.leadId, now.now());
    if (stored.say === 'merged') {
      await showLead(trx, stored.leadId, now.now());
      await redrawCard(trx, `lead:${stored.leadId}`);
      await tellOwner(trx, stored.leadId, reading, runId);
      await noticeRepeats(trx, { leadId: stored.leadId, lastDay: stored.lastDay, at: input.cameAt });
    }
    return stored;
  });
}

/** Nobody has ever taken one from there, and two were marked as none. */
const neverTaken = (sender: SenderRecord | null): sender is SenderRecord =>
  sender !== null && sender.taken === 0 && sender.none >= 2;

/** Wants its card, where nobody has it yet and there is a channel for it. One that is there already is drawn anew. */
async function showLead(trx: Db, leadId: string, now: Date): Promise<void> {
  const lead = await trx('leads as l')
    .where({ id: leadId })
    .whereRaw(isOpenLead('l'))
    .first<{ territory_id: string | null; owner_id: string | null; status: string }>(
      'territory_id',
      'owner_id',
      'status',
    );
  if (!lead || lead.owner_id !== null || lead.status !== 'new') return;
  const channel = settingValue(await currentSettings(trx, now), 'leads_channel', {
    territoryId: lead.territory_id,
  }).value;
  if (typeof channel === 'string' && channel !== '') await showLeads(trx, [{ id: leadId, channel }], now);
}

/** Whoever has the lead hears that it wrote again, with what it said. */
async function tellOwner(trx: Db, leadId: string, reading: Reading, runId: string): Promise<void> {
  const row = await trx('leads as l')
    .join('people as p', 'p.id', 'l.owner_id')
    .where('l.id', leadId)
    .where('p.active', true)
    .first<{ slack_id: string | null; name: string | null } | undefined>('p.slack_id', 'l.name');
  if (!row?.slack_id) return;
  await enqueue(trx, 'whisper', {
    key: `again:${runId}`,
    body: {
      channel: `dm:${row.slack_id}`,
      user: row.slack_id,
      text: cameAgain(row.name, reading.lead.message),
    },
  });
}
