/** Which state an exception's card is in: told from its rows, never stored. No query: all that it needs has been read. */
import type { Change, Clash } from '../changes/nouns.ts';
import type { FieldChange } from '../policy/nouns.ts';
import {
  crmSilent,
  type Found,
  kept,
  keptAsItWas,
  notApplied,
  notUndone,
  nudged,
  redone,
  settled,
  settledEdited,
  short,
  type ToldField,
  undone,
} from '../story/change.ts';
import type { Exception } from './nouns.ts';

export type ExceptionState =
  | { is: 'open' }
  | { is: 'applying'; by: string }
  | { is: 'snoozed'; by: string; until: Date }
  | {
      is: 'held';
      by: string;
      until: Date | null;
      because: string;
      changeId: number;
      /** Nobody was called yet, so that it can be taken back without a trace in the CRM. */
      undo: boolean;
      /** It cannot be taken back once it is sent, and can be stopped until then. */
      stop: boolean;
    }
  | {
      is: 'settled';
      sentence: string;
      at: Date;
      readBackAt: Date | null;
      undo: { changeId: number; until?: Date } | null;
      /** A message that went out: the draft of a second one is all that is left. */
      correct?: { changeId: number; outside: boolean };
      /** Somebody has said that what stood there stays; nothing was written. */
      left?: true;
    }
  | { is: 'rejected'; by: string; reason: string | null; at: Date; reopen: boolean }
  | { is: 'undone'; sentence: string; at: Date; again: { changeId: number } | null }
  | {
      is: 'conflict';
      sentence: string;
      at: Date | null;
      changeId: number;
      ours: string;
      theirs: string;
      live: boolean;
    }
  | { is: 'expired'; days: number; at: Date }
  | { is: 'withdrawn'; because: string; at: Date }
  | { is: 'failed'; by: string; because: string; nextTry: Date | null; changeId: number }
  | { is: 'unknown'; by: string; because: string; changeId: number };

export type StateUse = {
  now: Date;
  company: string;
  undoDays: number;
  reopenDays: number;
  deal: string;
  fieldsOf(fields: FieldChange[]): ToldField[];
  /** Of a person by id; null for somebody who is not known. */
  nameOf(id: string): string | null;
  /** While it sleeps: who put it off, and until when. */
  nap: { by: string; until: Date } | null;
};

const DAY_MS = 86_400_000;
const within = (at: Date, days: number, now: Date): boolean => at.getTime() + days * DAY_MS > now.getTime();

export function stateOf(use: StateUse, exception: Exception, changes: Change[]): ExceptionState {
  const { decision } = exception;
  if (!decision) return undecided(use, exception);
  if (decision.say === 'reject') {
    const { byName, reason, at } = decision;
    return { is: 'rejected', by: byName, reason, at, reopen: within(at, use.reopenDays, use.now) };
  }
  const last = changes.at(-1);
  return last ? afterDecision(use, exception, changes, last) : { is: 'applying', by: decision.byName };
}

function undecided(use: StateUse, exception: Exception): ExceptionState {
  const { closedAt, closedAs, openedAt } = exception;
  if (closedAt && closedAs === 'withdrawn') {
    return {
      is: 'withdrawn',
      because: sentence(exception.closedBecause ?? 'it was taken back'),
      at: closedAt,
    };
  }
  if (closedAt) {
    return {
      is: 'expired',
      days: Math.round((closedAt.getTime() - openedAt.getTime()) / DAY_MS),
      at: closedAt,
    };
  }
  const { nap } = use;
  return nap ? { is: 'snoozed', by: nameOf(use, nap.by), until: nap.until } : { is: 'open' };
}

function afterDecision(use: StateUse, exception: Exception, changes: Change[], last: Change): ExceptionState {
  const by = nameOf(use, last.by.id);
  const changeId = last.id;
  switch (last.state) {
    case 'applied':
      return applied(use, exception, changes, last, by);
    case 'conflict':
      return conflict(use, last, changes);
    case 'unknown':
      return { is: 'unknown', by, because: last.error ?? '', changeId };
    case 'failed':
      return { is: 'failed', by, because: last.error ?? '', nextTry: null, changeId };
    case 'abandoned':
      return abandoned(use, last, by);
    case 'pending':
    case 'applying':
      if (last.held) {
        const until = last.held.until ? new Date(last.held.until) : null;
        const because = last.held.because.join(' ');
        // An undo that is held is not taken back in turn: what it undoes still stands.
        const untouched = last.calledAt === null && last.undoes === null;
        const stop = untouched && last.back === 'irreversible';
        return { is: 'held', by, until, because, changeId, undo: untouched, stop };
      }
      if (last.state === 'pending' && last.error) {
        return { is: 'failed', by, because: last.error ?? crmSilent, nextTry: last.nextTryAt, changeId };
      }
      return underWay(use, exception, changes, last, by);
  }
}

/** A first change is being applied; while an undo is, what was done stays on the card without its button. */
function underWay(
  use: StateUse,
  exception: Exception,
  changes: Change[],
  last: Change,
  by: string,
): ExceptionState {
  const before = last.undoes === null ? undefined : changes.find((one) => one.id === last.undoes);
  if (!before) return { is: 'applying', by };
  const state = applied(use, exception, changes, before, nameOf(use, before.by.id));
  if (state.is === 'settled') return { ...state, undo: null };
  return state.is === 'undone' ? { ...state, again: null } : state;
}

function applied(
  use: StateUse,
  exception: Exception,
  changes: Change[],
  change: Change,
  by: string,
): ExceptionState {
  const { wants, appliedAt, readBackAt } = change;
  const at = appliedAt ?? use.now;
  if (wants.kind === 'nudge') {
    // The deal's rep decides about the deal, a question to themselves included: then it is not said to be put to another.
    const own = change.by.kind === 'person' && change.by.id === wants.nudge.to;
    const to = own ? null : nameOf(use, wants.nudge.to);
    const { mail } = change;
    if (mail === 'wanted' || mail === 'sending')
      return {
        ...{ is: 'held', by, until: null, because: 'The mail server has not taken it yet.' },
        ...{ changeId: change.id, undo: mail === 'wanted', stop: mail === 'wanted' },
      };
    const correct = { changeId: change.id, outside: mail === 'sent' };
    return {
      ...{ is: 'settled', sentence: nudged(by, to, use.deal), at, readBackAt: null, undo: null },
      ...(to !== null && within(at, use.undoDays, use.now) ? { correct } : {}),
    };
  }
  const fields = use.fieldsOf(wants.fields);
  const depth = depthOf(change, changes);
  if (depth % 2 === 1) {
    const left = foundOf(use, change);
    const back = fields.filter((field) => !left.some((one) => one.field.field === field.field));
    const again = within(at, 1, use.now) ? { changeId: change.id } : null;
    return { is: 'undone', sentence: undone(by, back, left, use.company), at, again };
  }
  const until = new Date(at.getTime() + use.undoDays * DAY_MS);
  const undo = until > use.now ? { changeId: change.id, until } : null;
  const sentence =
    depth > 0 ? redone(by, fields, use.company) : settledSentence(use, exception, change, fields, by);
  return { is: 'settled', sentence, at, readBackAt, undo };
}

function settledSentence(
  use: StateUse,
  exception: Exception,
  change: Change,
  fields: ToldField[],
  by: string,
): string {
  const { wants, decision } = exception;
  if (decision?.say !== 'edit' || wants.kind !== 'change' || change.replaces !== null) {
    return settled(by, fields, use.deal, use.company);
  }
  const proposed = Object.fromEntries(wants.fields.map((field) => [field.field, field.after]));
  return settledEdited(by, fields, proposed, use.deal, use.company);
}

/** How many undos lie between this change and what was approved: odd is undone, even is done. */
function depthOf(change: Change, changes: Change[]): number {
  const undoneChange = changes.find(
    (one) => one.id === change.undoes || (change.undoes === null && one.id === change.replaces),
  );
  if (!undoneChange) return 0;
  return depthOf(undoneChange, changes) + (change.undoes === null ? 0 : 1);
}

function conflict(use: StateUse, change: Change, changes: Change[]): ExceptionState {
  const found = foundOf(use, change);
  const undoing = depthOf(change, changes) % 2 === 1;
  const say = undoing ? notUndone : notApplied;
  const gone = change.conflict?.gone === true;
  const year = String(use.now.getUTCFullYear());
  const [only] = found.length === 1 ? found : [];
  const at = change.conflict?.clashes.find((clash) => clash.at !== null)?.at ?? null;
  return {
    is: 'conflict',
    sentence: gone
      ? `${undoing ? 'Not undone' : 'Not applied'}: it is no longer in the CRM.`
      : say(found, use.company),
    at: at ? new Date(at) : null,
    changeId: change.id,
    ours: only ? short(ourField(use, change, only), 'after', use.company, year) : 'the proposal',
    theirs: only ? short(only.field, 'after', use.company, year) : 'what is there',
    live: !gone,
  };
}

function abandoned(use: StateUse, change: Change, by: string): ExceptionState {
  const resolved = change.conflict?.resolved;
  if (!resolved) return { is: 'failed', by, because: change.error ?? '', nextTry: null, changeId: change.id };
  const who = nameOf(use, resolved.by);
  const found = foundOf(use, change);
  const at = new Date(resolved.at);
  if (found.length === 0)
    return { is: 'settled', sentence: keptAsItWas(who), at, readBackAt: null, undo: null, left: true };
  const wanted = found.map((one) => ({
    ...one,
    field: { ...one.field, before: ourField(use, change, one).after },
  }));
  const past = change.undoes === null ? kept(who, wanted, use.company) : keptAsItWas(who);
  return { is: 'settled', sentence: past, at, readBackAt: null, undo: null, left: true };
}

/** What we wanted of the field that was found changed. */
function ourField(use: StateUse, change: Change, found: Found): ToldField {
  const fields = change.wants.kind === 'change' ? use.fieldsOf(change.wants.fields) : [];
  return fields.find((field) => field.field === found.field.field) ?? found.field;
}

function foundOf(use: StateUse, change: Change): Found[] {
  const clashes = change.conflict?.clashes ?? [];
  const told = use.fieldsOf(
    clashes.map(({ field, expected, found }) => ({ field, before: expected, after: found })),
  );
  return told.map((field, n) => ({ field, by: whoIn(use, clashes[n]) }));
}

/** "person" and the id, of what the CRM says of who changed a record. */
export function whoChangedIt(by: string): [kind: string, id: string] {
  const [kind = 'person', id = ''] = by.includes(':') ? by.split(/:(.*)/s) : ['person', by];
  return [kind, id];
}

/** Our own CRM names who changed a record as `person:P-tom`; another one by a name of its own. */
function whoIn(use: StateUse, clash: Clash | undefined): string | null {
  if (!clash?.by) return null;
  const [kind, id] = whoChangedIt(clash.by);
  if (clash.by === 'import') return 'an import';
  if (kind === 'agent') return `${id.charAt(0).toUpperCase()}${id.slice(1)} agent`;
  return use.nameOf(id) ?? (kind === 'person' ? id : 'somebody');
}

const nameOf = (use: StateUse, id: string): string => use.nameOf(id) ?? 'Steward';
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
