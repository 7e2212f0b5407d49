/** One request → what came of it. Reading decides the way; nothing is run that was not wholly understood. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import { agentsOf } from '../language/commands/pausing.ts';
import { saysCompanyWide } from '../language/company-wide.ts';
import { exportWish } from '../language/exporting.ts';
import { nearestTo } from '../language/nearest.ts';
import { asksOpenly } from '../language/open-question.ts';
import { read } from '../language/reader.ts';
import type {
  ByPhrasing,
  Choice,
  Command,
  Frame,
  It,
  NamedValue,
  Option,
  Path,
  Reading,
} from '../language/request.ts';
import { partOf, understanding } from '../language/understanding.ts';
import type { Models } from '../models/models.ts';
import type { Person } from '../policy/nouns.ts';
import { list } from '../story/format.ts';
import { agentStatus, filters, help } from './about-steward.ts';
import { answerFrame, onlySeen } from './answering.ts';
import { clarify } from './clarifying.ts';
import type { Company } from './company.ts';
import { costReport } from './costs.ts';
import { itOf, showNamedDeal } from './dealing.ts';
import { activityOf, explain, explainReply } from './explaining.ts';
import { readInSight } from './in-sight.ts';
import { listKpiAlerts } from './kpi-alerts.ts';
import { lacking } from './lacking.ts';
import { type Metering, spentSentence } from './metering.ts';
import { readByModel } from './model-path.ts';
import { notHere, notYet } from './not-yet.ts';
import { answerOpenly } from './open/open-question.ts';
import { type Outcome, outcome } from './outcome.ts';
import { beyondScope, outsider, refusedFor, whose } from './outside.ts';
import { phrasingsFor, readBy } from './phrasings.ts';
import { type Doable, isDoable, mayNot, planOf } from './plans.ts';
import { type Said, type Slots, choices as words } from './reply.ts';
import { showLimits } from './showing-limits.ts';
import { intentOf, intentOfCommand, slotsOf, slotsOfCommand } from './slots.ts';
import { type Watch, watched } from './stopping.ts';
import { type Kept, nothingKept } from './store.ts';
import { suggestions } from './suggest.ts';
import type { Topic } from './topic.ts';

export type HandleUse = {
  db: Db;
  now: Clock;
  company: Company;
  models: Models;
  meter: Metering;
  by: Person | null;
  /** As many rows as the place can show; `total` counts all. */
  longest: number;
  /** The answer is wished for as a file. */
  file?: boolean;
  watch?: Watch;
};
type Known = HandleUse & { by: Person };

const confirmFor = 15 * 60_000;

/** `choices`: answers to earlier questions back about these words; without a topic nothing was spoken of before. */
export type Asked = { text: string; choices: Choice[]; topic: Topic };
export const noTopic: Topic = { thread: null, it: null, before: null, last: null };

export async function handle(use: HandleUse, input: Asked): Promise<Outcome> {
  const { by } = use;
  if (by) {
    const wish = exportWish(input.text);
    if (wish?.rest === '') return lastAsFile({ ...use, by }, input.topic.thread);
    const asked = wish ? { ...input, text: wish.rest } : input;
    const { text, choices, topic } = asked;
    const { reading, company } = await readInSight({ ...use, by }, { text, choices, ...topic });
    return handleReading({ ...use, by, company, file: wish !== null }, reading, asked);
  }
  const reading = read(input.text, use.company);
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

async function handleReading(use: Known, reading: Reading, input: Asked): Promise<Outcome> {
  switch (reading.say) {
    case 'refused':
      return refusedFor(reading.why);
    case 'command':
      return runCommand(use, reading.command, { ...input.topic, ...reading });
    case 'lacks':
      return lacking(reading.question, reading.completes);
    case 'question':
      return runFrame(use, reading.frame, {
        path: reading.path,
        assumptions: reading.assumptions,
        changed: reading.changed,
        by: reading.by,
        wide: saysCompanyWide(input.text),
      });
    case 'which':
      return askedBack(use, reading, { ...reading, topic: input.topic });
    case 'partly': {
      const beyond =
        reading.unread.join(' ').split(' ').length < 3
          ? await beyondScope(use.db, reading.frame, use.by, use.company)
          : null;
      if (beyond) return beyond;
      if (asksOpenly(input.text)) return openly(use, input.text, unreadOf(use, reading, input.text));
      return (
        (await byModelWhole(use, input)) ??
        (reading.asks ? askedBack(use, reading.asks, { ...reading, topic: input.topic }) : null) ??
        partly(use, reading.frame, reading.unread, { path: reading.path, assumptions: reading.assumptions })
      );
    }
    case 'unread':
      return unread(use, reading, input);
  }
}

async function askedBack(
  use: Known,
  asks: { question: string; options: Option[] },
  reading: { path: Path; choices: Choice[]; topic: Topic },
): Promise<Outcome> {
  const { said, choices } = await clarify(use, asks.question, asks.options);
  return outcome(said, 'clarify_needed', {
    path: reading.path,
    kept: {
      ...nothingKept,
      choices: reading.choices,
      options: choices,
      it: reading.topic.it,
      // The answer goes on from where the question did.
      frame: reading.topic.thread,
    },
  });
}

type Told = {
  path: Path;
  assumptions: string[];
  changed?: number[];
  by?: ByPhrasing;
  /** The words ask about the whole company. */
  wide?: boolean;
};

/** Answers a request that was wholly understood. */
export async function runFrame(use: Known, frame: Frame, told: Told): Promise<Outcome> {
  const { company } = use;
  const refused = whose(frame, use.by, company) ?? (await beyondScope(use.db, frame, use.by, company));
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
  const read = told.by ? await readBy(use.db, told.by) : { assumptions: [] };
  return outcome(answered, intentOf(frame), {
    path: told.path,
    understood: `${understanding(frame, company)}${told.wide ? onlySeen(use.by, company) : ''}`,
    changed: parts.length === 1 ? (parts[0] ?? null) : null,
    slots: slotsOf(frame, company),
    ...read,
    assumptions: [...read.assumptions, ...told.assumptions, ...assumptions],
    kept: { ...nothingKept, frame, it: onlyOne(said) },
  });
}

/** "It" after an answer that is one deal. */
const onlyOne = (said: Said): It | null => {
  const deal =
    said.kind === 'answer' && said.answer.kind === 'rows' && said.answer.total === 1
      ? said.answer.rows[0]
      : null;
  return deal ? itOf(deal) : null;
};

type Around = { path?: Path; assumptions?: string[]; last?: number | null; it?: It | null };

/**
 * Carries out what only asks about Steward; what changes something comes as a plan that waits for the yes. What came to
 * nothing stays in the thread as well, so that the next words change it and not the one before.
 */
export async function runCommand(use: Known, asked: Command, around: Around = {}): Promise<Outcome> {
  const made = await carriedOut(use, asked, around);
  return made.kept.command === null && !silent.has(asked.do)
    ? { ...made, kept: { ...made.kept, command: asked } }
    : made;
}

/** These leave nothing that the next words could change. */
const silent = new Set<Command['do']>([
  'help',
  'yes',
  'no',
  'explain_reply',
  'deal',
  'owner',
  'phrasings',
  'limits',
  'kpi_alerts',
]);

async function carriedOut(use: Known, asked: Command, around: Around): Promise<Outcome> {
  const { path = 'plain', assumptions = [] } = around;
  const base = { path, assumptions, slots: slotsOfCommand(asked, use.by, use.company) };
  const absent = agentsIn(asked).find(({ id }) => !use.company.lexicon.agents.some((one) => one.id === id));
  if (absent)
    return {
      ...notHere(absent, use.company, intentOfCommand(asked), base.slots),
      kept: keptOf(asked),
    };
  switch (asked.do) {
    case 'help':
      return outcome(asked.about === 'filters' ? filters() : help(use.company, use.by), 'help', base);
    case 'agent_status':
      return outcome(await agentStatus(use, asked.agent), 'agent_status', {
        ...base,
        understood: asked.agent ? `Status of ${asked.agent.name}` : 'Status of the agents',
        kept: keptOf(asked),
      });
    case 'deal':
    case 'owner':
      return showNamedDeal(use, asked.name, asked.do);
    case 'explain_thing':
    case 'explain_run':
      return explain(use, asked);
    case 'explain_reply':
      return around.last == null
        ? lacking('Why what? Name the deal or the run.', 'why did you flag …')
        : explainReply(use, around.last);
    case 'activity':
      return { ...(await activityOf(use, asked)), slots: base.slots, kept: keptOf(asked) };
    case 'cost':
      return { ...(await costReport(use, asked)), slots: base.slots, kept: keptOf(asked) };
    case 'phrasings':
      return phrasingsFor(use, asked.one);
    case 'limits':
      return { ...showLimits(use.company, asked), slots: base.slots };
    case 'kpi_alerts':
      return listKpiAlerts(use);
    case 'not_yet':
      return notYet(asked.wish);
    default:
      return isDoable(asked)
        ? confirm(use, asked, base)
        : plain('Nothing here waits for a yes or no.', 'help');
  }
}

/** Every agent that a command names. */
function agentsIn(command: Command): NamedValue[] {
  if (command.do === 'set_threshold' || command.do === 'reset_thresholds')
    return command.place?.scope === 'agent' ? [command.place.of] : [];
  if (command.do === 'undo_all') return command.of === 'me' ? [] : [command.of];
  if (command.do === 'explain_run') return command.agent ? [command.agent] : [];
  return agentsOf(command);
}

const keptOf = (command: Command): Kept => {
  const [agent, ...others] = agentsOf(command);
  return { ...nothingKept, command, it: agent && others.length === 0 ? { kind: 'agent', ...agent } : null };
};

async function confirm(
  use: Known,
  asked: Doable,
  base: { path: Path; assumptions: string[]; slots: Slots },
): Promise<Outcome> {
  const refusal = mayNot(use.by, asked);
  const kept = keptOf(asked);
  if (refusal)
    return outcome({ kind: 'refused', because: refusal, next: suggestions(['help']) }, 'refuse', {
      ...base,
      refused: 'rights',
      kept,
    });
  const planned = await planOf(use, asked);
  // What was not done can be asked for otherwise by the next message.
  if ('instead' in planned)
    return {
      ...planned.instead,
      kept: { ...planned.instead.kept, command: planned.instead.kept.command ?? asked },
    };
  if ('nothing' in planned)
    return { ...plain(planned.nothing, intentOfCommand(asked)), slots: base.slots, kept };
  const { mark = null, command = asked, it = null, ...plan } = planned;
  const expires = new Date(use.company.now.getTime() + confirmFor).toISOString();
  // What was assumed stands on the card that is confirmed.
  const consequence = [plan.consequence, ...base.assumptions].join(' ');
  return outcome({ kind: 'confirm', ...plan, consequence, expires }, intentOfCommand(asked), {
    ...base,
    assumptions: [],
    understood: plan.headline.replace(/\.$/, ''),
    kept: { ...keptOf(command), mark, ...(it ? { it } : {}) },
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
    },
  );
}

/** Words that the rules left over: a language model's reading counts only if it leaves none. */
async function byModelWhole(use: Known, input: Asked): Promise<Outcome | null> {
  const byModel = await readByModel(use, input);
  if (byModel.say !== 'question' || byModel.unread.length > 0 || saysNothing(byModel.frame)) return null;
  return runFrame(use, byModel.frame, { path: 'model', assumptions: readByAModel });
}

const readByAModel = ['Read by a language model.'];
/** Every deal there is: that is what a model answers with that has understood nothing. */
const saysNothing = ({ clauses, by, measure }: Frame): boolean =>
  clauses.length === 0 && by.length === 0 && measure.kind !== 'metric';

/** What is said where nothing came of it: why, and the nearest that Steward can do. */
type NotUnderstood = (sentence: string, more?: Partial<Outcome> & { path?: Path }) => Outcome;

function unreadOf(
  use: Known,
  reading: Extract<Reading, { say: 'unread' | 'partly' }>,
  text: string,
): NotUnderstood {
  const hints = reading.say === 'unread' ? reading.hints : reading.frame;
  const words = reading.say === 'unread' ? reading.words : reading.text;
  const next = suggestions(nearestTo(text, hints, use.company));
  return (sentence, more = {}) =>
    outcome({ kind: 'not understood', words: words.slice(0, 200), sentence, next }, 'clarify_needed', {
      path: reading.path,
      ...more,
    });
}

const nearest = 'The nearest things Steward can do';

/** Beyond the rules: a language model may read it; otherwise the nearest that Steward can do. */
async function unread(
  use: Known,
  reading: Extract<Reading, { say: 'unread' }>,
  input: Asked,
): Promise<Outcome> {
  if (reading.words === '') return outcome(help(use.company, use.by), 'help');
  const notUnderstood = unreadOf(use, reading, input.text);
  // A command of which a word was not read is no question that a model could answer.
  if (reading.ofCommand) return notUnderstood(`Nothing was changed. ${nearest}:`);
  if (asksOpenly(input.text)) return openly(use, input.text, notUnderstood);
  const found = await readByModel(use, input);
  const path = 'model';
  const { asks } = reading;
  const backed = asks
    ? () => askedBack(use, asks, { path: reading.path, choices: input.choices, topic: input.topic })
    : null;
  switch (found.say) {
    case 'none':
      if (reading.either)
        return notUnderstood(
          `"Or" between different limits is not understood: ask for each by itself. ${nearest}:`,
        );
      return backed ? backed() : notUnderstood(`${nearest}:`);
    case 'open':
      return openly(use, input.text, notUnderstood);
    case 'spent':
      return notUnderstood(`${spentSentence(use.company, use.by)} ${nearest} without:`);
    case 'failed':
      return notUnderstood(`${found.sentence} ${nearest} without it:`, {
        path,
        failed: { category: found.category, error: found.sentence },
      });
    case 'unread':
      return backed ? backed() : notUnderstood(`${found.sentence} ${nearest}:`, { path });
    case 'which':
      return askedBack(use, found, { path, choices: input.choices, topic: input.topic });
    case 'question':
      if (found.unread.length > 0)
        return partly(use, found.frame, found.unread, { path, assumptions: readByAModel });
      return saysNothing(found.frame)
        ? notUnderstood(`${nearest}:`, { path })
        : runFrame(use, found.frame, { path, assumptions: readByAModel });
  }
}

/** Reasons and advice: worded by a language model around numbers that were counted. */
async function openly(use: Known, text: string, notUnderstood: NotUnderstood): Promise<Outcome> {
  if (!use.models.configured)
    return notUnderstood(`This question needs a language model, and none is set up. ${nearest} without it:`);
  const opened = await answerOpenly(use, text);
  if ('outcome' in opened) return opened.outcome;
  if (opened.ended === 'budget')
    return notUnderstood(`${spentSentence(use.company, use.by)} ${nearest} without:`);
  return notUnderstood(`${opened.sentence} ${nearest} without it:`, {
    path: 'model',
    failed: { category: opened.ended, error: opened.sentence },
  });
}
