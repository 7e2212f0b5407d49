/** One request → what came of it. Reading decides the way; nothing is run that was not wholly understood. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { exportWish } from '../language/exporting.ts';
import { nearestTo } from '../language/nearest.ts';
import { read } from '../language/reader.ts';
import type { Choice, Command, Frame, Option, Path, Reading } from '../language/request.ts';
import { partOf, understanding } from '../language/understanding.ts';
import type { Models } from '../models/models.ts';
import type { Person } from '../policy/nouns.ts';
import { list } from '../story/format.ts';
import { agentStatus, filters, help } from './about-steward.ts';
import { answerFrame } from './answering.ts';
import { clarify } from './clarifying.ts';
import type { Company } from './company.ts';
import { showNamedDeal } from './dealing.ts';
import { readInSight } from './in-sight.ts';
import { readByModel } from './model-path.ts';
import { type ModelUse, type Outcome, outcome } from './outcome.ts';
import { beyondScope, outsider, refusedFor } from './outside.ts';
import { isDoable, mayNot, planOf } from './plans.ts';
import { choices as words } from './reply.ts';
import { intentOf, intentOfCommand, slotsOf, slotsOfCommand } from './slots.ts';
import { type Watch, watched } from './stopping.ts';
import { nothingKept } from './store.ts';
import { suggestions } from './suggest.ts';

export type HandleUse = {
  db: Db;
  now: Clock;
  company: Company;
  models: Models;
  by: Person | null;
  /** As many rows as the place can show; `total` counts all. */
  longest: number;
  /** The answer is wished for as a file. */
  file?: boolean;
  watch?: Watch;
};
type Known = HandleUse & { by: Person };

const confirmFor = 15 * 60_000;

/** `thread`: the last question here; `choices`: answers to earlier questions back about these words. */
export async function handle(
  use: HandleUse,
  input: { text: string; thread: Frame | null; choices: Choice[] },
): Promise<Outcome> {
  const { by } = use;
  if (by) {
    const wish = exportWish(input.text);
    if (wish?.rest === '') return lastAsFile({ ...use, by }, input.thread);
    const asked = wish ? { ...input, text: wish.rest } : input;
    const { reading, company } = await readInSight({ ...use, by }, asked);
    return handleReading({ ...use, by, company, file: wish !== null }, reading, asked);
  }
  const reading = read(input.text, { ...use.company, thread: null, choices: [] });
  return reading.say === 'command' && reading.command.do === 'help'
    ? outcome(outsiderHelp, 'help')
    : outsider(use.db);
}

/** "Export that": what was asked last in this thread. */
const lastAsFile = (use: Known, last: Frame | null): Promise<Outcome> | Outcome =>
  last
    ? runFrame({ ...use, file: true }, last, { path: 'plain', assumptions: [] })
    : plain('Nothing was asked here yet that could be exported. Say what: "export my open deals".', 'help');

const outsiderHelp = {
  kind: 'help' as const,
  groups: [
    {
      title: 'Steward',
      lines: [
        'It watches the sales team’s deals and asks before it changes anything. You have no role in it yet; an administrator can give you one.',
      ],
      next: [],
    },
  ],
};

async function handleReading(
  use: Known,
  reading: Reading,
  input: { text: string; choices: Choice[] },
): Promise<Outcome> {
  switch (reading.say) {
    case 'refused':
      return refusedFor(reading.why);
    case 'command':
      return command(use, reading.command, reading.path);
    case 'question':
      return runFrame(use, reading.frame, {
        path: reading.path,
        assumptions: reading.assumptions,
        changed: reading.changed,
      });
    case 'which':
      return askedBack(use, reading, reading);
    case 'partly':
      return (
        (await byModelWhole(use, input.text)) ??
        (reading.asks ? askedBack(use, reading.asks, reading) : null) ??
        partly(use, reading.frame, reading.unread, { path: reading.path, assumptions: reading.assumptions })
      );
    case 'unread':
      return unread(use, reading, input.text);
  }
}

async function askedBack(
  use: Known,
  asks: { question: string; options: Option[] },
  reading: { path: Path; choices: Choice[] },
): Promise<Outcome> {
  const { said, choices } = await clarify(use, asks.question, asks.options);
  return outcome(said, 'clarify_needed', {
    path: reading.path,
    kept: { ...nothingKept, choices: reading.choices, options: choices },
  });
}

type Told = { path: Path; assumptions: string[]; changed?: number[]; model?: ModelUse };

/** Answers a request that was wholly understood. */
export async function runFrame(use: Known, frame: Frame, told: Told): Promise<Outcome> {
  const { company } = use;
  const refused = await beyondScope(use.db, frame, use.by, company);
  if (refused) return refused;
  // A file is sent by itself, later.
  const seen = use.file ? { db: use.db } : use;
  const { said, assumptions } = await watched(
    seen,
    () => understanding(frame, company),
    (db) => answerFrame({ ...use, db }, frame),
  );
  const clauses = (told.changed ?? [])
    .map((at) => frame.clauses[at])
    .filter((clause) => clause !== undefined);
  const parts = clauses.map((clause) => partOf(frame, clause, company)).filter((part) => part !== '');
  const isFile = use.file && said.kind === 'answer' && said.answer.total > 0;
  const answered = isFile ? { ...said, file: 'csv' as const } : said;
  return outcome(answered, intentOf(frame), {
    path: told.path,
    understood: understanding(frame, company),
    changed: parts.length === 1 ? (parts[0] ?? null) : null,
    slots: slotsOf(frame, company),
    assumptions: [...told.assumptions, ...assumptions],
    kept: { ...nothingKept, frame },
    model: told.model ?? null,
  });
}

async function command(use: Known, asked: Command, path: Path): Promise<Outcome> {
  const base = { path, slots: slotsOfCommand(asked) };
  if (asked.do === 'help')
    return outcome(asked.about === 'filters' ? filters() : help(use.company, use.by), 'help', base);
  if (asked.do === 'agent_status')
    return outcome(await agentStatus(use, asked.agent), 'agent_status', {
      ...base,
      understood: asked.agent ? `Status of ${asked.agent.name}` : 'Status of the agents',
    });
  if (asked.do === 'deal' || asked.do === 'owner') return showNamedDeal(use, asked.name, asked.do);
  if (asked.do === 'claim')
    return plain(
      'Leads are claimed with the button on their card in the leads channel: the first tap wins.',
      'help',
    );
  if (!isDoable(asked)) return plain('Nothing here waits for a yes or no.', 'help');
  const refusal = mayNot(use.by, asked);
  if (refusal)
    return outcome({ kind: 'refused', because: refusal, next: suggestions(['help']) }, 'refuse', {
      ...base,
      refused: 'rights',
    });
  const plan = await planOf(use, asked);
  if ('nothing' in plan) return plain(plan.nothing, intentOfCommand(asked));
  const expires = new Date(use.company.now.getTime() + confirmFor).toISOString();
  return outcome({ kind: 'confirm', ...plan, expires }, intentOfCommand(asked), {
    ...base,
    understood: plan.headline.replace(/\.$/, ''),
    kept: { ...nothingKept, command: asked },
  });
}

export const plain = (sentence: string, intent: Outcome['intent']): Outcome =>
  outcome({ kind: 'text', sentence, lines: [], next: [] }, intent);

function partly(use: Known, frame: Frame, missed: string[], told: Told): Outcome {
  const understood = understanding(frame, use.company);
  const sentence = `Understood: ${understood.charAt(0).toLowerCase()}${understood.slice(1)}. Not understood: ${list(missed.map((one) => `"${one.slice(0, 60)}"`))}. Continue without it?`;
  return outcome(
    {
      kind: 'partly understood',
      sentence,
      unread: missed,
      next: [{ choice: words.without, label: 'Continue without', request: understood }],
    },
    'clarify_needed',
    {
      path: told.path,
      understood,
      slots: slotsOf(frame, use.company),
      assumptions: told.assumptions,
      kept: { ...nothingKept, frame },
      model: told.model ?? null,
    },
  );
}

/** Words that the rules left over: a language model's reading counts only if it leaves none. */
async function byModelWhole(use: Known, text: string): Promise<Outcome | null> {
  const byModel = await readByModel(use.models, text, use.company);
  if (byModel.say !== 'question' || byModel.unread.length > 0 || byModel.frame.clauses.length === 0)
    return null;
  return runFrame(use, byModel.frame, { path: 'model', assumptions: readBy, model: byModel.use });
}

const readBy = ['Read by a language model.'];

/** Beyond the rules: a language model may read it; otherwise the nearest that Steward can do. */
async function unread(
  use: Known,
  reading: Extract<Reading, { say: 'unread' }>,
  text: string,
): Promise<Outcome> {
  const nearest = suggestions(nearestTo(text, reading.hints, use.company));
  const notUnderstood = (sentence: string, more: Partial<Outcome> = {}): Outcome =>
    outcome(
      { kind: 'not understood', words: reading.words.slice(0, 200), sentence, next: nearest },
      'clarify_needed',
      { path: reading.path, ...more },
    );
  if (reading.words === '') return outcome(help(use.company, use.by), 'help');
  const byModel = await readByModel(use.models, text, use.company);
  if (byModel.say === 'none') return notUnderstood('The nearest things Steward can do:');
  const model = byModel.use;
  if (byModel.say === 'failed')
    return notUnderstood(`${byModel.sentence} The nearest things Steward can do without it:`, {
      model,
      failed: { category: byModel.category, error: byModel.sentence },
    });
  if (byModel.say === 'unread')
    return notUnderstood(`${byModel.sentence} The nearest things Steward can do:`, { model });
  const assumptions = readBy;
  if (byModel.unread.length > 0)
    return partly(use, byModel.frame, byModel.unread, { path: 'model', assumptions, model });
  if (byModel.frame.clauses.length === 0 && byModel.frame.by.length === 0)
    return notUnderstood('The nearest things Steward can do:', { model });
  return runFrame(use, byModel.frame, { path: 'model', assumptions, model });
}
