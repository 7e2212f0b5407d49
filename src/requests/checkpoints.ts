/** Checkpoints in words: what always goes to a person, setting it, ending it, and those that there are. */
import type { Clock } from '../clock.ts';
import { accountsInScope } from '../crm/accounts.ts';
import { scopeSql } from '../crm/scope.ts';
import { rowsOf, sql } from '../crm/sql.ts';
import type { Db } from '../db/pool.ts';
import type { CheckpointOf, Command } from '../language/request.ts';
import { peopleById } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import { may } from '../policy/authorize.ts';
import type { CheckpointOn } from '../policy/checkpoints.ts';
import type { Person } from '../policy/nouns.ts';
import {
  checkpointById,
  checkpointsNow,
  endCheckpoint,
  type KeptCheckpoint,
  setCheckpoint,
} from '../settings/checkpoints.ts';
import { checkpointSaid } from '../story/checkpoint.ts';
import { count, firstName, instant, list } from '../story/format.ts';
import { checkpointWorth } from './checkpoints-worth.ts';
import type { Company } from './company.ts';
import { refusing } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import { type Done, type Planned, undoLast } from './plan.ts';
import { suggestions } from './suggest.ts';

type Use = { db: Db; now: Clock; company: Company; by: Person };
type Set = Extract<Command, { do: 'checkpoint' }>;
type Stop = Extract<Command, { do: 'checkpoint_stop' }>;

const needs = 'a manager, an agent owner, an approver or an administrator';
const said = ({ account, tag, action }: CheckpointOf): string =>
  checkpointSaid({ account: account?.name ?? null, tag, action });
const columnsOf = ({ account, tag, action }: CheckpointOf): CheckpointOn => ({
  accountId: account?.id ?? null,
  tag,
  action,
});
const same = (one: CheckpointOn, other: CheckpointOn): boolean =>
  one.accountId === other.accountId && one.tag === other.tag && one.action === other.action;

/** Those whose account this person may know of. */
async function seen(use: Pick<Use, 'db' | 'by'>, all: KeptCheckpoint[]): Promise<KeptCheckpoint[]> {
  const ids = all.flatMap(({ accountId }) => accountId ?? []);
  const known = ids.length > 0 ? await accountsInScope(use.db, ids, scopeOf(use.by)) : new Set<string>();
  return all.filter(({ accountId }) => accountId === null || known.has(accountId));
}

const lowers = (person: Person): boolean => may(person, 'lower');

export async function checkpointPlan(use: Use, command: Set): Promise<Planned> {
  const what = said(command.on);
  if (!may(use.by, 'lower')) return { instead: refusing(`A checkpoint on ${what} needs ${needs}.`, lowers) };
  const account = command.on.account;
  if (account && !(await accountsInScope(use.db, [account.id], scopeOf(use.by))).has(account.id))
    return {
      nothing: `No account named "${account.name}" is found among those you may see. Nothing was changed.`,
    };
  const known = (await checkpointsNow(use.db)).find((one) => same(one, columnsOf(command.on)));
  if (known) return { nothing: `${capital(what)} always goes to a person already (checkpoint ${known.id}).` };
  const alone = await use.db('modes').where({ mode: 'auto' }).whereNull('ended_at').first('id');
  return {
    headline: `Always ask a person: ${what}.`,
    consequence: [
      'Agents do nothing of that alone, in whatever mode; it goes to whoever decides about the deal.',
      account ? await openDeals(use, account.id) : '',
      alone ? '' : 'No agent acts alone at the moment; it holds as soon as one does.',
    ]
      .filter(Boolean)
      .join(' '),
    wayBack: `Way back: "remove the checkpoint on ${what}".`,
    count: 1,
    verb: 'Always ask',
  };
}

async function openDeals(use: Use, accountId: string): Promise<string> {
  const [row] = await rowsOf<{ count: number }>(
    use.db,
    sql`select count(*) as count from deals d where d.account_id = ${accountId} and d.status = 'open' and ${scopeSql('deal', scopeOf(use.by))}`,
  );
  return `${count(row?.count ?? 0, 'open deal')} there.`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export async function carryOutCheckpoint(use: Use, command: Set): Promise<Done> {
  const what = said(command.on);
  const id = await setCheckpoint(use, {
    on: columnsOf(command.on),
    byId: use.by.id,
    because: command.because ?? null,
    now: use.now.now(),
  });
  return id === null
    ? { sentence: `${capital(what)} always goes to a person already.`, back: null }
    : {
        sentence: `${firstName(use.by.name)} set checkpoint ${id}: ${what} always goes to a person.`,
        back: `remove checkpoint ${id}`,
      };
}

/** What this person may not see is as if it were not there. */
async function meant(use: Use, which: Exclude<Stop['which'], 'all'>): Promise<KeptCheckpoint | null> {
  if (typeof which === 'number') {
    const found = await checkpointById(use.db, which);
    return found && found.endedAt === null ? ((await seen(use, [found]))[0] ?? null) : null;
  }
  const all = await seen(use, await checkpointsNow(use.db));
  return all.find((one) => same(one, columnsOf(which))) ?? null;
}

export async function checkpointStopPlan(use: Use, command: Stop): Promise<Planned> {
  if (!may(use.by, 'lower')) return { instead: refusing(`Ending a checkpoint needs ${needs}.`, lowers) };
  const { which } = command;
  if (which === 'all') return stopAllPlan(use);
  const found = await meant(use, which);
  if (!found) {
    const on = typeof which === 'number' ? `${which}` : `on ${said(which)}`;
    return { nothing: `There is no checkpoint ${on}. Nothing was changed.` };
  }
  return {
    headline: `End checkpoint ${found.id}: ${found.said}.`,
    consequence: 'Then the mode of each agent says again whether it may act alone there.',
    wayBack: `Way back: "always ask about ${found.said}".`,
    count: 1,
    verb: 'End it',
    mark: String(found.id),
    command: { do: 'checkpoint_stop', which: found.id },
  };
}

async function stopAllPlan(use: Use): Promise<Planned> {
  const all = await seen(use, await checkpointsNow(use.db));
  if (all.length === 0) return { nothing: 'There are no checkpoints. Nothing was changed.' };
  const named = all.slice(0, 5).map(({ id, said: what }) => `${id} (${what})`);
  const more = all.length - named.length;
  return {
    headline: `End ${all.length === 1 ? 'the 1 checkpoint' : `all ${count(all.length, 'checkpoint')}`}.`,
    consequence: `These are ${list(more > 0 ? [...named, `${more} more`] : named)}. Then the mode of each agent says again whether it may act alone there.`,
    wayBack: `Way back: "${undoLast(all.length)}".`,
    count: all.length,
    verb: all.length === 1 ? 'End it' : `End ${all.length}`,
    mark: all.map(({ id }) => id).join(' '),
  };
}

/** Each is a deed of its own, so that each can be taken back. */
async function carryOutStopAll(use: Use): Promise<Done> {
  const all = await seen(use, await checkpointsNow(use.db));
  let ended = 0;
  for (const { id } of all)
    if (await endCheckpoint(use, { id, byId: use.by.id, because: null, now: use.now.now() })) ended += 1;
  return {
    sentence: `${firstName(use.by.name)} ended ${count(ended, 'checkpoint')}.`,
    back: ended > 0 ? undoLast(ended) : null,
  };
}

export async function carryOutCheckpointStop(use: Use, command: Stop): Promise<Done> {
  if (command.which === 'all') return carryOutStopAll(use);
  const found = await meant(use, command.which);
  const ended =
    found && (await endCheckpoint(use, { id: found.id, byId: use.by.id, because: null, now: use.now.now() }));
  return ended
    ? {
        sentence: `${firstName(use.by.name)} ended checkpoint ${found.id}: ${found.said}.`,
        back: `always ask about ${found.said}`,
      }
    : { sentence: 'It is no longer there. Nothing was changed.', back: null };
}

export async function listCheckpoints(use: Use): Promise<Outcome> {
  const all = await seen(use, await checkpointsNow(use.db));
  const people = await peopleById(
    use.db,
    all.map(({ byId }) => byId),
  );
  const zone = use.by.tz ?? use.company.zone;
  const lines = all.map(
    ({ id, said: what, byId, because, at }) =>
      `${id}. ${what}, by ${people.get(byId)?.name ?? 'somebody'} ${instant(at, zone, use.company.now)}${because ? ` (${because})` : ''}.`,
  );
  const worth = may(use.by, 'lower') ? await checkpointWorth(use, all) : [];
  const sentence =
    all.length === 0
      ? 'There are no checkpoints: the mode of each agent says what goes to a person.'
      : `${count(all.length, 'checkpoint')}: these always go to a person, in every mode.`;
  return outcome(
    {
      kind: 'text',
      sentence,
      lines: [...lines, ...worth.map(({ line }) => line)],
      next: suggestions([
        ...worth.map(({ request }) => request),
        ...all.slice(0, 2).map(({ id }) => `remove checkpoint ${id}`),
      ]),
    },
    'list_checkpoints',
  );
}
