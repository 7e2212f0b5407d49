/** The columns that a request names: "with the reason", "owner and close date only", "add the product column". */
import { isListable, usualColumns as usual } from '../sales/columns.ts';
import { type Field, type FieldName, fields, findField, type Noun } from '../sales/fields.ts';
import { namesOfField, type Piece } from './pieces.ts';
import type { AskedNoun, Choice, Frame, Option } from './request.ts';
import { fold, squash } from './text.ts';
import { fieldNamed } from './vocabulary.ts';

/** `with`: in a question these alone, in a reply these too. */
export type ColumnWish = { how: 'only' | 'with' | 'add' | 'drop'; fields: FieldName[] };

export type Columns = {
  wish: ColumnWish;
  /** What is left to be read. */
  rest: readonly Piece[];
  /** No field is called so: which one is meant? */
  which: { question: string; options: Option[] } | null;
  /** The word "column" was said, or what else leaves no doubt. */
  sure: boolean;
  /** Somebody's e-mail address or phone: no list shows it. */
  unlisted: boolean;
};

/** The usual columns of this list: what the question is about is among them. */
function columnsNow({ of, clauses, sort }: Frame): FieldName[] {
  const [first, rest] = [usual[of].slice(0, 2), usual[of].slice(2)];
  const about = clauses.flatMap((one) =>
    one.says === 'range' || one.says === 'stale' || one.says === 'period'
      ? [one.field]
      : one.says === 'missing' && one.not
        ? one.fields
        : [],
  );
  const sorted = sort && sort.field !== 'measure' ? [sort.field] : [];
  return [...new Set([...first, ...about, ...sorted, ...rest])].filter((name) => isListable(of, name));
}

/** The columns after the wish; null where they were not there to be dropped. */
export function shownAfter(frame: Frame, wish: ColumnWish, isReply: boolean): FieldName[] | null {
  const wished = wish.fields.filter((name) => isListable(frame.of, name));
  const now = frame.show ?? columnsNow(frame);
  if (wish.how === 'drop') {
    const left = now.filter((name) => !wished.includes(name));
    return left.length < now.length ? left : null;
  }
  const alone = wish.how === 'only' || (wish.how === 'with' && !isReply);
  return [...new Set(alone ? wished : [...now, ...wished])];
}

// What is counted, added up or grouped has no columns.
const counted = new Set<Piece['is']>(
  'count sum average median howLong metric versus shift trend bookings shareOf each'.split(
    ' ',
  ) as Piece['is'][],
);
const columnWord = /^(?:columns?|fields?)$/i;
const only = /^(?:only|just)$/i;
const too = /^(?:too|as well|also)$/i;
const definite = /^(?:the|their|its|all the|his|her)$/i;
const leads: [ColumnWish['how'], RegExp][] = [
  ['with', /^(?:with|along with|together with)$/i],
  ['only', /^(?:showing|displaying|columns?|fields?)$/i],
  ['add', /^(?:add|adding|include|including|incl|plus)$/i],
  ['drop', /^(?:drop|hide|omit|remove|leave out|without|lose)$/i],
];
// Every deal has these: "with stage and amount" limits nothing.
const always = new Set<FieldName>([
  'owner',
  'stage',
  'amount',
  'status',
  'account',
  'lost_reason',
  'territory',
  'team',
]);

/** Whether "with" and these bare words would name columns: what only limits the rows must then be said otherwise. */
export const readsAsColumns = (names: FieldName[]): boolean =>
  names.length > 1 || names.every((name) => always.has(name));

/** What the words say of columns; null where they say nothing of them. */
export function columnsIn(
  list: readonly Piece[],
  of: AskedNoun,
  choices: Choice[],
  thread: Frame | null,
): Columns | null {
  for (let at = 0; at < list.length; at++) {
    const found = wishAt(list, at, { of, choices, thread });
    if (found) return found.rest.some((piece) => counted.has(piece.is)) ? null : found;
  }
  return null;
}

type With = { of: AskedNoun; choices: Choice[]; thread: Frame | null };

function wishAt(list: readonly Piece[], at: number, use: With): Columns | null {
  const piece = list[at];
  if (!piece) return null;
  const lead = leads.find(([, words]) => words.test(piece.text));
  const also =
    piece.is === 'list' && list.slice(Math.max(0, at - 1), at + 2).some((one) => too.test(one.text));
  const how = also ? 'add' : lead?.[0];
  if (how) {
    const from = at > 0 && (too.test(list[at - 1]?.text ?? '') || list[at - 1]?.text === ',') ? at - 1 : at;
    const run = runAt(list, at + 1, use);
    return run && fits(how, run, list, from, use) ? columns(how, run, list, from, use, at) : null;
  }
  const shown = piece.is === 'list' ? shownToo(list, at, use) : null;
  if (shown) return shown;
  if (only.test(piece.text)) {
    const run = runAt(list, at + 1, use);
    return run && run.end === list.length ? columns('only', run, list, at, use) : null;
  }
  return subjectAt(list, at, use);
}

/** "Show the industry", after a list: that column, too. */
function shownToo(list: readonly Piece[], at: number, use: With): Columns | null {
  const { thread } = use;
  if (thread?.measure.kind !== 'rows' || thread.by.length > 0 || thread.other) return null;
  const begins = list.slice(0, at).every((one) => one.is === 'filler' || one.is === 'and');
  if (!begins || !/^(?:show|display|see|give|pull up|bring up)$/i.test(list[at]?.text ?? '')) return null;
  if (list.slice(at).some((one) => /^(?:all|all the|all of|any|every|everything)$/i.test(one.text)))
    return null;
  const run = runAt(list, at + 1, use);
  const whole = run && run.end === list.length && run.unknown === null && run.items.length > 0;
  // "Show open deals", after accounts, are the deals.
  if (!whole || run.items.some((name) => /deals$/.test(name) && !run.definite)) return null;
  return columns(run.only ? 'only' : 'add', run, list, at, use, at);
}

/** "Owner and close date only", "next steps of open deals", "Acme: stage and amount". */
function subjectAt(list: readonly Piece[], at: number, use: With): Columns | null {
  const sign = /^[:—–-]$/.test(list[at]?.text ?? '');
  const begins = list.slice(0, at).every((one) => one.is === 'filler' || one.is === 'list');
  if (!sign && !(begins && (list[at]?.is === 'field' || list[at]?.is === 'unread'))) return null;
  const run = runAt(list, sign ? at + 1 : at, use);
  if (!run) return null;
  if (sign) {
    const enough = run.items.length > 1 && run.unknown === null && at > 0;
    return enough && run.end === list.length ? columns('only', run, list, at, use) : null;
  }
  if (run.only && run.end === list.length) return columns('only', run, list, at, use);
  const joint = list[run.end];
  const whose = joint?.is === 'prep' && /^(?:of|for)$/i.test(joint.text);
  const noun = list.slice(run.end).some((one) => one.is === 'noun' && !one.pipeline);
  if (!whose || !noun || run.unknown !== null) return null;
  const grouping = run.items.length === 1 && run.items.every((name) => fieldNamed(name)?.groupable);
  const summing = run.items.every((name) => fieldNamed(name)?.type === 'money');
  return grouping || summing ? null : columns('only', run, list, at, use, at, run.end + 1);
}

type Run = {
  items: FieldName[];
  /** Words that no field is called by. */
  unknown: string | null;
  unlisted: boolean;
  begin: number;
  end: number;
  definite: boolean;
  /** "The owner column" */
  said: boolean;
  only: boolean;
  too: boolean;
};

/** Fields one after the other, as far as they go. */
function runAt(list: readonly Piece[], from: number, use: With): Run | null {
  const run: Run = {
    items: [],
    unknown: null,
    unlisted: false,
    begin: from,
    end: from,
    definite: false,
    said: false,
    only: false,
    too: false,
  };
  let at = from;
  for (;;) {
    while (list[at]?.is === 'filler' && !/^[?!.:]$/.test(list[at]?.text ?? '')) {
      if (definite.test(list[at]?.text ?? '')) run.definite = true;
      if (only.test(list[at]?.text ?? '')) run.only = true;
      at += 1;
    }
    const next = itemAt(list, at, use, run);
    if (next === null) break;
    at = next;
    if (columnWord.test(list[at]?.text ?? '')) {
      run.said = true;
      at += 1;
    }
    run.end = at;
    while (list[at]?.is === 'filler' || /^as well$/i.test(list[at]?.text ?? '')) {
      const text = list[at]?.text ?? '';
      if (only.test(text)) run.only = true;
      else if (too.test(text)) run.too = true;
      else if (!/^[?!.]$|^please$/i.test(text)) break;
      at += 1;
      run.end = at;
    }
    if (list[at]?.is !== 'and') break;
    while (list[at]?.is === 'and') at += 1;
  }
  const some = run.items.length > 0 || (run.unknown !== null && run.said) || run.unlisted;
  return some && !isBound(list, run) ? run : null;
}

/** The place after the item; null where there is none. */
function itemAt(list: readonly Piece[], at: number, use: With, run: Run): number | null {
  const piece = list[at];
  if (!piece) return null;
  if (/^(?:names?|ids?)$/i.test(piece.text)) {
    run.items.push('name');
    return at + 1;
  }
  if (piece.is === 'field' && findField(use.of, piece.field)) {
    if (findField(use.of, piece.field)?.unlisted) run.unlisted = true;
    run.items.push(piece.field);
    return at + 1;
  }
  // "Created", "sales cycle": what is another word elsewhere.
  const label = fields(use.of).find((field) => field.label.toLowerCase() === fold(piece.text));
  if (label && isListable(use.of, label.name)) {
    run.items.push(label.name);
    return at + 1;
  }
  let end = at;
  while (
    ['unread', 'beyond', 'field', 'noun'].includes(list[end]?.is ?? '') &&
    !columnWord.test(list[end]?.text ?? '')
  )
    end += 1;
  const words = list.slice(at, end);
  const strange =
    words.some(({ is }) => is === 'unread' || is === 'beyond') || columnWord.test(list[end]?.text ?? '');
  const text = words.map((one) => one.text).join(' ');
  if (words.length === 0 || words.length > 4 || !strange) return null;
  if (isUnlisted(text)) {
    run.unlisted = true;
    return end;
  }
  const chosen = use.choices.find(({ kind, words: of }) => kind === 'reading' && of === wordsOf(text));
  const [id] = chosen?.ids ?? [];
  if (id && isListable(use.of, id)) run.items.push(id);
  else if (run.items.length > 0 || columnWord.test(list[end]?.text ?? '')) run.unknown ??= text;
  else return null;
  return end;
}

const wordsOf = (text: string): string => squash(`column ${text}`);

const personal = (['lead', 'contact', 'person'] as const).flatMap((noun) =>
  fields(noun).flatMap((field) => (field.unlisted ? [field.label.toLowerCase(), ...field.synonyms] : [])),
);
const isUnlisted = (text: string): boolean => {
  const said = fold(text).replace(/'s\b/g, '');
  return personal.some(
    (word) => said === word || said === `${word}s` || said.endsWith(` ${word}`) || said.endsWith(` ${word}s`),
  );
};

/** "Close date this month", "stage Proposal", "amount over 50k" limit; they name no column. */
function isBound(list: readonly Piece[], { items, end }: Run): boolean {
  const last = items.at(-1);
  const field = last ? fieldNamed(last) : undefined;
  let at = end;
  while (['filler', 'prep'].includes(list[at]?.is ?? '')) at += 1;
  const next = list[at];
  if (!field || !next) return false;
  if (['missing', 'with'].includes(next.is) && at === end) return true;
  if (['compare', 'between', 'within', 'quantity', 'orMore'].includes(next.is))
    return ['number', 'money', 'days', 'day'].includes(field.type);
  if (['period', 'until', 'overdue', 'pushed'].includes(next.is)) return field.type === 'day';
  if (next.is !== 'name') return false;
  const kinds = namesOfField(field.name);
  return next.match.entries.some(
    (entry) => entry.field === field.name || (kinds.includes(entry.kind) && entry.kind !== 'value'),
  );
}

/** Whether the words after "with", "add", "drop" name columns. */
function fits(how: ColumnWish['how'], run: Run, list: readonly Piece[], from: number, use: With): boolean {
  const ends = run.end === list.length;
  if (run.said || run.unlisted) return true;
  // "Drop the region" takes a limit away, if there is one.
  if (how === 'drop')
    return (
      ends &&
      !/^without$/i.test(list[run.begin - 1]?.text ?? '') &&
      run.items.every((name) => isOnlyShown(use.thread, name))
    );
  if (how === 'add') return ends || run.items.length > 1;
  if (how === 'only') return true;
  if (
    use.of === 'account' &&
    !run.definite &&
    run.items.some((name) => findField('account', name)?.type === 'number')
  )
    return false;
  const after = list[from]?.text === ',';
  return run.definite || run.too || (after && ends) || readsAsColumns(run.items);
}

const isOnlyShown = (thread: Frame | null, name: FieldName): boolean =>
  thread !== null &&
  (thread.show ?? columnsNow(thread)).includes(name) &&
  !thread.clauses.some(
    (one) => ('field' in one && one.field === name) || (one.says === 'mine' && name === 'owner'),
  );

function columns(
  how: ColumnWish['how'],
  run: Run,
  list: readonly Piece[],
  from: number,
  use: With,
  at = from,
  to = run.end,
): Columns {
  return {
    wish: { how: run.too && how === 'with' ? 'add' : how, fields: [...new Set(run.items)] },
    rest: [...list.slice(0, from), ...list.slice(to)],
    which: run.unknown === null ? null : nearestFields(use.of, run.unknown),
    unlisted: run.unlisted,
    sure: run.said || how === 'only' || /^incl/i.test(list[at]?.text ?? ''),
  };
}

const nouns: Record<AskedNoun, string> = {
  deal: 'a deal',
  lead: 'a lead',
  account: 'an account',
  contact: 'a contact',
  activity: 'an activity',
};
const offered = 4;

function nearestFields(of: AskedNoun, text: string): { question: string; options: Option[] } {
  const near = fields(of)
    .filter(({ name }) => isListable(of, name))
    .map((field) => ({ field, likeness: likeness(field, text) }))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, offered);
  return {
    question: `No field of ${nouns[of]} is called "${text.slice(0, 60)}". Which one is meant?`,
    options: near.map(({ field }) => ({
      label: field.label,
      kind: 'reading',
      fact: null,
      choice: { words: wordsOf(text), kind: 'reading', ids: [field.name] },
    })),
  };
}

/** How many pairs of letters two texts share (Dice 1945), the best of what the field is called. */
function likeness(field: Field, text: string): number {
  const said = pairs(text);
  return Math.max(
    ...[field.label, ...field.synonyms].map((name) => {
      const own = pairs(name);
      const shared = [...said].filter((pair) => own.has(pair)).length;
      return said.size + own.size === 0 ? 0 : (2 * shared) / (said.size + own.size);
    }),
  );
}

function pairs(text: string): Set<string> {
  const letters = squash(text);
  return new Set([...letters].slice(1).map((letter, at) => `${letters[at]}${letter}`));
}

/** "reason and owner": columns as they stand in the understanding. */
export const columnName = (of: Noun, name: FieldName): string =>
  name === 'lost_reason' ? 'reason' : (findField(of, name)?.label ?? name).toLowerCase();

/** ", with reason and owner" */
export function columnsTail({ of, show, measure }: Frame, listed: (words: string[]) => string): string {
  if (!show || measure.kind !== 'rows') return '';
  return show.length === 0
    ? ', with names only'
    : `, with ${listed(show.map((name) => columnName(of, name)))}`;
}
