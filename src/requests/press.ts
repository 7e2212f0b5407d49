/** Going on from a reply that waits: a candidate, a yes or no, what is typed out on a button. */
import { inTransaction } from '../db/transaction.ts';
import { exportWish } from '../language/exporting.ts';
import type { Person } from '../policy/nouns.ts';
import { itChosen, itKind } from './among.ts';
import { runCommand } from './commanding.ts';
import { showDeal } from './dealing.ts';
import { unguarded } from './guards.ts';
import { handle } from './handle.ts';
import type { HandleUse } from './known.ts';
import { refusing, requestKind } from './lacking.ts';
import { type Outcome, outcome, plain } from './outcome.ts';
import { outsider } from './outside.ts';
import type { Plan, Planned } from './plan.ts';
import { carryOut, type Doable, isDoable, mayNot, planOf } from './plans.ts';
import { choices } from './reply.ts';
import { intentOfCommand, slotsOfCommand } from './slots.ts';
import { type Stored, settle } from './store.ts';
import { suggestions } from './suggest.ts';
import { withThing } from './things.ts';
import { noTopic } from './topic.ts';
import { runFrame } from './understood.ts';

/** The row is the asker's own. A choice that the reply never offered does nothing. */
export async function goOn(use: HandleUse, row: Stored, choice: string): Promise<Outcome> {
  const { by } = use;
  const { reply, reading } = row;
  if (choice === choices.again) return handle(use, { text: row.text, choices: [], topic: noTopic });
  if (choice.startsWith('next:')) {
    const offered =
      reply && 'next' in reply
        ? (reply.next ?? [])
        : reply?.kind === 'help'
          ? reply.groups.flatMap((group) => group.next)
          : [];
    const next = offered.find((one) => one.choice === choice);
    return next ? handle(use, { text: next.request, choices: [], topic: noTopic }) : outOfDate();
  }
  if (!by) return outsider(use.db);
  const known = { ...use, by, file: exportWish(row.text) !== null };
  if (choice === choices.without && reading.frame)
    return runFrame(known, reading.frame, { path: 'assumed', assumptions: [] });
  if (choice.startsWith('except:') && reading.command?.do === 'clean_up' && reply?.kind === 'confirm') {
    const offered = (reply.choose ?? []).map(({ id }) => id);
    const except = choice.slice('except:'.length).split(',');
    return runCommand(known, {
      ...reading.command,
      except: offered.filter((id) => except.includes(id)),
    });
  }
  if (choice.startsWith('asked:')) {
    const frame = reading.asked[Number(choice.slice('asked:'.length))];
    return frame ? runFrame(known, frame, { path: 'model', assumptions: [] }) : outOfDate();
  }
  if (choice.startsWith('option:')) return chosen(known, row, Number(choice.slice('option:'.length)));
  if ((choice === choices.yes || choice === choices.no) && reading.command && isDoable(reading.command))
    return settled(known, row, reading.command, choice);
  return outOfDate();
}

/**
 * "Yes" where the last confirmation of the thread is no longer the last word: what became of it is said; one that still
 * waits is shown again, and done by the next yes only.
 */
export function late(use: HandleUse, row: Stored, yes: boolean): Promise<Outcome> | Outcome {
  const { by } = use;
  const { reply, reading, settledAs } = row;
  if (!by || reply?.kind !== 'confirm' || !reading.command || !isDoable(reading.command)) return outOfDate();
  const over = row.confirmUntil !== null && row.confirmUntil <= use.company.now;
  if (settledAs === null && !over)
    return yes
      ? runCommand({ ...use, by }, reading.command)
      : settled({ ...use, by }, row, reading.command, 'no');
  const told =
    settledAs === 'done'
      ? 'was confirmed already'
      : settledAs === 'superseded'
        ? 'was replaced by a later request'
        : settledAs === null || settledAs === 'expired'
          ? 'is no longer waiting: its 15 minutes are over'
          : 'was not confirmed';
  const what = reply.headline.replace(/\.$/, '');
  return plain(`Nothing waits for a yes or no. "${what}" ${told}.`, 'help');
}

const outOfDate = (): Outcome => plain('That button is out of date. Ask again.', 'help');

type Known = HandleUse & { by: Person };

async function chosen(use: Known, row: Stored, at: number): Promise<Outcome> {
  const choice = row.reading.options[at];
  if (!choice) return outOfDate();
  const { command, it, frame: thread, top } = row.reading;
  const [id = ''] = choice.ids;
  if (choice.kind === requestKind) return handle(use, { text: id, choices: [], topic: noTopic });
  if (choice.kind === itKind)
    return handle(use, {
      text: row.text,
      choices: [],
      topic: { ...noTopic, it: await itChosen(use, choice) },
    });
  if (command && (choice.kind === 'deal' || choice.kind === 'lead'))
    return runCommand(use, withThing(command, choice.kind, id));
  if (choice.kind === 'deal') return showDeal(use, id);
  return handle(use, {
    text: row.text,
    choices: [...row.reading.choices, choice],
    topic: { ...noTopic, it, thread: row.reply?.kind === 'clarify' ? thread : null, top },
  });
}

/** Once: whoever comes second is told that it is settled. The plan is made again, and done only if it is still the same. */
async function settled(use: Known, row: Stored, command: Doable, say: 'yes' | 'no'): Promise<Outcome> {
  const now = use.company.now;
  const intent = intentOfCommand(command);
  const { reply } = row;
  const done = (
    how: 'done' | 'cancelled' | 'expired' | 'changed',
    sentence: string,
    back: string | null = null,
  ): Outcome =>
    outcome({ kind: 'done', how, sentence, next: back ? suggestions([back]) : [] }, intent, {
      slots: slotsOfCommand(command, use.by, use.company),
    });
  if (row.settledAs === 'done' && reply?.kind === 'confirm' && say === 'yes')
    return done('cancelled', `This was confirmed already: ${reply.headline} Nothing more was done.`);
  if (row.settledAs === 'superseded')
    return done('cancelled', 'This was replaced by a later request. Nothing was done.');
  if (row.settledAs !== null) return done('cancelled', 'This was settled already. Nothing more was done.');
  if (row.confirmUntil !== null && row.confirmUntil <= now) {
    await settle(use.db, row.id, 'expired', now);
    return done('expired', 'The 15 minutes are over. Nothing was done; ask again.');
  }
  if (say === 'no')
    return (await settle(use.db, row.id, 'cancelled', now))
      ? done('cancelled', 'Not done. Nothing was changed.')
      : done('cancelled', 'This was settled already. Nothing more was done.');
  const refusal = mayNot(use.by, command);
  if (refusal)
    return outcome({ kind: 'refused', because: refusal, next: [] }, 'refuse', { refused: 'rights' });
  const plan = await planOf(use, command);
  if ('instead' in plan || 'nothing' in plan || differs(plan, row)) {
    await settle(use.db, row.id, 'stopped', now);
    return done('changed', `${whatNow(plan)} Nothing was done; ask again.`);
  }
  const unmet = unguarded(use.by, command);
  if (unmet) {
    await settle(use.db, row.id, 'stopped', now);
    return refusing(unmet);
  }
  const carried = await carryOutOnce(use, row, command);
  return carried
    ? done('done', carried.sentence, carried.back)
    : done('cancelled', 'This was settled already. Nothing more was done.');
}

/** Settled if and only if it is done. A run keeps its own records outside of any transaction, and is harmless to miss. */
async function carryOutOnce(
  use: Known,
  row: Stored,
  command: Doable,
): Promise<{ sentence: string; back: string | null } | null> {
  const now = use.company.now;
  if (command.do === 'run')
    return (await settle(use.db, row.id, 'done', now)) ? carryOut(use, command) : null;
  return inTransaction(use.db, async (trx) =>
    (await settle(trx, row.id, 'done', now)) ? carryOut({ ...use, db: trx }, command) : null,
  );
}

const differs = (plan: Plan, row: Stored): boolean =>
  row.reply?.kind !== 'confirm' ||
  row.reply.headline !== plan.headline ||
  row.reply.count !== plan.count ||
  row.reading.mark !== (plan.mark ?? null);

function whatNow(planned: Planned): string {
  if ('nothing' in planned) return planned.nothing;
  if ('headline' in planned) return `It would now be different: ${planned.headline} ${planned.consequence}`;
  const { said } = planned.instead;
  return said.kind === 'refused' ? said.because : 'It cannot be done as it was planned any more.';
}
