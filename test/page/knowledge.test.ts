import { describe, expect, test } from 'vitest';
import { sorted } from '../../src/sandbox/page/blocks/data-table.ts';
import { suggestionsFor, withIds } from '../../src/sandbox/page/composer.ts';
import { daysShown, moved } from '../../src/sandbox/page/elements/dates.ts';
import { matching } from '../../src/sandbox/page/elements/select.ts';
import { carried } from '../../src/sandbox/page/form.ts';
import { firstSentence, spokenOf } from '../../src/sandbox/page/live.ts';
import { hashOf, readHash } from '../../src/sandbox/page/places.ts';
import { reduce } from '../../src/sandbox/page/reduce.ts';
import { emptyState, type State } from '../../src/sandbox/page/store.ts';
import { rowsOf } from '../../src/sandbox/page/timeline.ts';
import type { Conversation, PageMessage, PagePerson } from '../../src/sandbox/page-api.ts';

const message = (ts: string, more: Partial<PageMessage> = {}): PageMessage => ({
  channel: 'C1',
  ts,
  user: 'U1',
  text: `at ${ts}`,
  bot: false,
  ephemeral: false,
  ...more,
});
const person = (id: string, handle: string, name: string): PagePerson => ({
  ...{
    id,
    handle,
    name,
    firstName: name.split(' ')[0] ?? name,
    role: '',
    rights: '',
    email: '',
    tz: 'UTC',
    tzLabel: '',
  },
  ...{ initials: '', colour: '#000000', isApp: false },
});
const conversation = (id: string, name: string, more: Partial<Conversation> = {}): Conversation => ({
  ...{
    id,
    kind: 'channel',
    name,
    topic: '',
    members: [],
    user: null,
    withApp: false,
    appIsMember: true,
    archived: false,
  },
  ...{ unread: 0, mentions: 0, lastRead: '0', latest: null },
  ...more,
});
const state = (items: PageMessage[], more: Partial<State> = {}): State => ({
  ...emptyState,
  me: person('U9', 'mara', 'Mara Lind'),
  people: [person('U1', 'priya', 'Priya Nair'), person('U9', 'mara', 'Mara Lind')],
  place: { kind: 'conversation', id: 'C1' },
  timelines: { C1: { items, hasMore: false } },
  ...more,
});

describe('what an event does to what the page knows', () => {
  test('a message comes once and in order of time, however often and late it is told', () => {
    let now = state([message('1.1'), message('3.1')]);
    for (const ts of ['2.1', '2.1', '4.1'])
      now = { ...now, ...reduce(now, { type: 'message', message: message(ts) }) };
    expect(now.timelines.C1?.items.map((one) => one.ts)).toEqual(['1.1', '2.1', '3.1', '4.1']);
  });

  test('a reply counts at its root and stands in the open thread, not in the channel', () => {
    const before = state([message('1.1')], { threads: { 'C1/1.1': [message('1.1')] } });
    const reply = message('2.1', { thread_ts: '1.1' });
    const once = { ...before, ...reduce(before, { type: 'message', message: reply }) };
    const twice = { ...once, ...reduce(once, { type: 'message', message: reply }) };
    expect(twice.timelines.C1?.items.map((one) => [one.ts, one.reply_count])).toEqual([['1.1', 1]]);
    expect(twice.threads['C1/1.1']?.map((one) => one.ts)).toEqual(['1.1', '2.1']);
  });

  test('what a person has sent and hears of again keeps the reply that came between the two', () => {
    const sent = message('1.1');
    const heard = { ...state([]), ...reduce(state([]), { type: 'message', message: sent }) };
    const replied = {
      ...heard,
      ...reduce(heard, { type: 'message', message: message('2.1', { thread_ts: '1.1' }) }),
    };
    const answered = { ...replied, ...reduce(replied, { type: 'message', message: sent }) };
    expect(answered.timelines.C1?.items).toMatchObject([{ ts: '1.1', reply_count: 1 }]);
  });

  test('a redrawn card counts as changed, a new reply count does not', () => {
    const before = state([message('1.1')]);
    const redrawn = reduce(before, { type: 'message_changed', message: message('1.1', { text: 'settled' }) });
    const counted = reduce(before, { type: 'message_changed', message: message('1.1', { reply_count: 3 }) });
    expect(redrawn.changes).toEqual({ 'C1/1.1': 1 });
    expect(counted.changes).toEqual({});
    expect(counted.timelines?.C1?.items[0]?.reply_count).toBe(3);
  });

  test('a card that was never read here is not invented by its change', () => {
    expect(
      reduce(state([]), { type: 'message_changed', message: message('1.1') }).timelines?.C1?.items,
    ).toEqual([]);
  });

  test('leaving a conversation that is open leaves no place open', () => {
    const before = state([], { conversations: [conversation('C1', 'deals')] });
    expect(reduce(before, { type: 'conversation_left', channel: 'C1' })).toEqual({
      conversations: [],
      place: { kind: 'none' },
    });
  });
});

describe('what a screen reader is told', () => {
  test('a message of the open place by somebody else, with the name first', () => {
    const before = state([]);
    expect(spokenOf({ type: 'message', message: message('1.1', { text: 'Hello <@U9>' }) }, before)).toBe(
      'Priya Nair: Hello Mara Lind',
    );
    expect(spokenOf({ type: 'message', message: message('1.1', { user: 'U9' }) }, before)).toBe('');
    expect(spokenOf({ type: 'message', message: message('1.1', { channel: 'C2' }) }, before)).toBe('');
  });

  test('a changed card is told once, by its first sentence', () => {
    const before = state([message('1.1')]);
    const changed = message('1.1', {
      text: 'Mara moved the close date to 15 Apr 2026. Undo is possible for 30 days.',
    });
    expect(spokenOf({ type: 'message_changed', message: changed }, before)).toBe(
      'Card updated: Mara moved the close date to 15 Apr 2026.',
    );
    const same = { ...before, ...reduce(before, { type: 'message_changed', message: changed }) };
    expect(spokenOf({ type: 'message_changed', message: changed }, same)).toBe('');
  });

  test('a decimal point ends no sentence', () => {
    expect(firstSentence('It took 3.5 h. Then it was done.')).toBe('It took 3.5 h.');
    expect(firstSentence('No full stop')).toBe('No full stop');
  });
});

describe('how messages stand under each other', () => {
  const reader = { zone: 'UTC', now: new Date('2026-03-20T12:00:00Z') };
  const at = (iso: string): string => `${Date.parse(iso) / 1000}.000100`;

  test('one sender within five minutes is one group; a new day divides', () => {
    const rows = rowsOf(
      [
        message(at('2026-03-19T23:58:00Z')),
        message(at('2026-03-20T00:01:00Z')),
        message(at('2026-03-20T00:05:00Z')),
        message(at('2026-03-20T00:10:01Z')),
      ],
      reader,
    );
    expect(
      rows.map((row) => (row.kind === 'message' ? row.joined : row.kind === 'day' ? row.title : row.kind)),
    ).toEqual(['Yesterday', false, 'Today', false, true, false]);
  });

  test('what came after the last reading is marked once, own messages aside', () => {
    const rows = rowsOf(
      [message('10.1'), message('11.1', { user: 'U9' }), message('12.1'), message('13.1')],
      reader,
      '10.1',
      'U9',
    );
    expect(rows.map((row) => (row.kind === 'message' ? row.key : row.kind))).toEqual([
      'day',
      '10.1',
      '11.1',
      'new',
      '12.1',
      '13.1',
    ]);
  });
});

describe('what stands in a form', () => {
  const input = (block_id: string, type: string, more: object = {}) => ({
    type: 'input',
    block_id,
    element: { type, action_id: 'v', ...more },
  });

  test('an updated view keeps what was typed where block and action are the same', () => {
    const typed = {
      a: { v: { type: 'plain_text_input', value: 'typed' } },
      gone: { v: { type: 'plain_text_input', value: 'x' } },
    };
    const values = carried(typed, [
      input('a', 'plain_text_input', { initial_value: 'new' }),
      input('b', 'plain_text_input', { initial_value: 'initial' }),
      input('c', 'datepicker', { initial_date: '2026-04-15' }),
    ]);
    expect(values).toEqual({
      a: { v: { type: 'plain_text_input', value: 'typed' } },
      b: { v: { type: 'plain_text_input', value: 'initial' } },
      c: { v: { type: 'datepicker', selected_date: '2026-04-15' } },
    });
  });

  test('an element of another type starts afresh, and buttons hold nothing', () => {
    const typed = { a: { v: { type: 'plain_text_input', value: 'typed' } } };
    const blocks = [
      input('a', 'users_select'),
      { type: 'actions', block_id: 'r', elements: [{ type: 'button', action_id: 'go' }] },
    ];
    expect(carried(typed, blocks)).toEqual({ a: { v: { type: 'users_select', selected_user: null } } });
  });
});

describe('the composer', () => {
  const names = {
    people: [person('U1', 'priya', 'Priya Nair'), person('U2', 'tom', 'Tom Reyes')],
    conversations: [conversation('C1', 'deals'), conversation('C2', 'deals-emea')],
    commands: [{ command: '/steward', description: 'Ask', usageHint: '[question]' }],
  };

  test('a slash at the start lists commands, an @ after a space lists people', () => {
    expect(suggestionsFor('/st', names)?.items.map((item) => item.insert)).toEqual(['/steward ']);
    expect(suggestionsFor('ask @rey', names)?.items.map((item) => item.title)).toEqual(['Tom Reyes']);
    expect(suggestionsFor('in #deals-', names)?.items.map((item) => item.title)).toEqual(['#deals-emea']);
    expect(suggestionsFor('jane@priya', names)).toBeNull();
    expect(suggestionsFor('a /st', names)).toBeNull();
  });

  test('names become ids, the longest first; an address stays as typed', () => {
    expect(withIds('@Priya Nair and @tom in #deals-emea, not x@tom or @tommy', names)).toBe(
      '<@U1> and <@U2> in <#C2>, not x@tom or @tommy',
    );
    expect(withIds('@priya nair @Tom Reyes\n@tom', names)).toBe('<@U1> <@U2>\n<@U2>');
  });
});

describe('tables, calendars, lists and addresses', () => {
  const row = (words: string, value: number) => [
    { type: 'raw_text', text: words },
    { type: 'raw_number', text: `${value} days`, value },
  ];

  test('numbers sort by value, words as people count, and the third turn is the given order', () => {
    const rows = [row('item 10', 9), row('item 9', 100), row('Item 1', 31)];
    const firsts = (sort: Parameters<typeof sorted>[1]) => sorted(rows, sort).map((cells) => cells[0]?.text);
    expect(firsts({ column: 1, down: true })).toEqual(['item 9', 'Item 1', 'item 10']);
    expect(firsts({ column: 0, down: false })).toEqual(['Item 1', 'item 9', 'item 10']);
    expect(firsts(null)).toEqual(['item 10', 'item 9', 'Item 1']);
  });

  test('a month is whole weeks from Monday on, and Page Down keeps the day where the month has it', () => {
    const days = daysShown(2026, 2);
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-01-26', '2026-03-01', 35]);
    expect(moved('2026-01-31', 'PageDown')).toBe('2026-02-28');
    expect(moved('2026-03-01', 'ArrowLeft')).toBe('2026-02-28');
    expect(moved('2026-03-01', 'x')).toBeNull();
  });

  test('a filter keeps what has all the words', () => {
    const groups = [
      {
        label: 'EMEA',
        choices: [
          { key: '1', text: 'Priya Nair' },
          { key: '2', text: 'Tom Reyes' },
        ],
      },
    ];
    expect(matching(groups, 'nair pri')[0]?.choices.map((choice) => choice.key)).toEqual(['1']);
    expect(matching(groups, 'zz')).toEqual([]);
  });

  test('an address says who, where and which thread, and can be read again', () => {
    const all = [conversation('C1', 'deals'), conversation('D1', 'Steward', { kind: 'dm' })];
    const here = {
      place: { kind: 'conversation' as const, id: 'C1' },
      thread: { channel: 'C1', ts: '1.5' },
      list: false,
    };
    expect(hashOf(here, all)).toBe('#/deals/1.5');
    expect(readHash('#/deals/1.5', all)).toEqual(here);
    expect(hashOf({ ...here, place: { kind: 'conversation', id: 'D1' }, thread: null }, all)).toBe(
      '#/@steward',
    );
    expect(readHash('#/%E0%A4%A', all).place).toEqual({ kind: 'none' });
  });
});
