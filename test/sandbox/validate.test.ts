import { expect, test } from 'vitest';
import { Refusal } from '../../src/sandbox/nouns.ts';
import { checkMessage } from '../../src/sandbox/validate/message.ts';
import { checkView } from '../../src/sandbox/validate/view.ts';
import { withWorkspace } from './with-workspace.ts';

const plain = (text = 'x') => ({ type: 'plain_text', text });
const mrkdwn = (text = 'x') => ({ type: 'mrkdwn', text });
const long = (length: number): string => 'x'.repeat(length);
const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const option = (value = 'v', text = 'x') => ({ text: plain(text), value });
const button = (more: object = {}) => ({ type: 'button', text: plain(), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const section = (more: object) => ({ type: 'section', ...more });
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain(), element, ...more });
const context = (...elements: object[]) => ({ type: 'context', elements });
const image = { type: 'image', image_url: 'https://a.example/x.png', alt_text: 'A chart' };
const rich = {
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
};
const cell = (text = 'x') => ({ type: 'raw_text', text });
const dataTable = (more: object = {}) => ({
  type: 'data_table',
  caption: 'Deals',
  rows: [[cell()], [cell()]],
  ...more,
});
const feedback = {
  type: 'feedback_buttons',
  positive_button: { text: plain('Good'), value: 'good' },
  negative_button: { text: plain('Bad'), value: 'bad' },
};
const confirm = { title: plain(), text: plain(), confirm: plain(), deny: plain() };
const chart = (series: object[], categories: string[]) => ({
  type: 'data_visualization',
  title: 'Pipeline',
  chart: { type: 'bar', series, axis_config: { categories } },
});
const task = (status: string) => ({ type: 'task_card', task_id: 't', title: 'Look', status });

/** The first problem as `pointer: message`, or the code of a refusal without places, or `ok`. */
function verdict(check: () => void): string {
  try {
    check();
    return 'ok';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first] = (error.more.errors ?? []) as { message: string; pointer: string }[];
    return first ? `${first.pointer}: ${first.message}` : error.code;
  }
}
const message = (...blocks: object[]): string => verdict(() => checkMessage({ text: 'x', blocks }));
const modalWith = (...blocks: object[]): string =>
  verdict(() => checkView({ type: 'modal', title: plain(), submit: plain(), blocks }, 'modal'));
const homeWith = (...blocks: object[]): string => verdict(() => checkView({ type: 'home', blocks }, 'home'));

test.each<[string, object]>([
  ['section', section({ text: mrkdwn(long(3000)), accessory: button({ style: 'primary' }), expand: true })],
  ['fields', section({ fields: times(10, () => mrkdwn(long(1000))) })],
  ['header', { type: 'header', text: plain(long(150)), level: 2 }],
  ['divider', { type: 'divider', block_id: long(255) }],
  ['context', context(mrkdwn(), image)],
  ['actions', actions(...times(25, (i) => button({ action_id: `a${i}`, value: long(2000), confirm })))],
  ['overflow', actions({ type: 'overflow', options: [{ ...option(), url: 'https://a.example' }] })],
  [
    'select',
    actions({
      type: 'static_select',
      options: times(100, (i) => option(`${i}`)),
      initial_option: option('7'),
    }),
  ],
  ['groups', actions({ type: 'static_select', option_groups: [{ label: plain(), options: [option()] }] })],
  ['date', section({ text: mrkdwn(), accessory: { type: 'datepicker', initial_date: '2026-04-15' } })],
  ['moment', actions({ type: 'datetimepicker', initial_date_time: 1_800_000_000 })],
  [
    'feedback',
    { type: 'context_actions', elements: [feedback, { type: 'icon_button', icon: 'trash', text: plain() }] },
  ],
  ['image', { ...image, title: plain() }],
  ['table', { type: 'table', rows: [[cell(), rich]], column_settings: [null, { align: 'right' }] }],
  [
    'data table',
    dataTable({ page_size: 10, rows: [[cell()], [{ type: 'raw_number', value: 4.5, text: '4.5' }]] }),
  ],
  ['rich text', rich],
  ['markdown', { type: 'markdown', text: '**x**' }],
  ['card', { type: 'card', title: mrkdwn(), body: mrkdwn(long(200)), actions: [button({ action_id: 'a' })] }],
  ['carousel', { type: 'carousel', elements: [{ type: 'card', title: mrkdwn() }] }],
  [
    'container',
    { type: 'container', title: plain(), child_blocks: [section({ text: mrkdwn() })], is_collapsible: true },
  ],
  ['plan', { type: 'plan', title: 'Steps', tasks: [task('pending')] }],
  ['task', task('complete')],
  [
    'pie',
    { type: 'data_visualization', title: 'x', chart: { type: 'pie', segments: [{ label: 'A', value: 1 }] } },
  ],
  ['bars', chart([{ name: 'n', data: [{ label: 'A', value: -1 }] }], ['A'])],
])('a message may hold: %s', (_name, block) => {
  expect(message(block)).toBe('ok');
});

test.each<[string, object, string]>([
  ['an unknown block', { type: 'sparkle' }, '/blocks/0/type: unsupported type: sparkle'],
  ['a name of every object', { type: 'constructor' }, '/blocks/0/type: unsupported type: constructor'],
  ['no type', {}, '/blocks/0/type: must be an object with a type'],
  ['an unknown field', { type: 'divider', colour: 'red' }, '/blocks/0: invalid additional property: colour'],
  [
    'a long block_id',
    { type: 'divider', block_id: long(256) },
    '/blocks/0/block_id: must be less than 256 characters',
  ],
  ['an empty section', section({}), '/blocks/0: must have one of: text, fields'],
  [
    'long text',
    section({ text: mrkdwn(long(3001)) }),
    '/blocks/0/text/text: must be less than 3001 characters',
  ],
  ['empty text', section({ text: mrkdwn('') }), '/blocks/0/text/text: must be more than 0 characters'],
  ['bare text', section({ text: 'x' }), '/blocks/0/text: must be a text object'],
  [
    'eleven fields',
    section({ fields: times(11, () => mrkdwn()) }),
    '/blocks/0/fields: no more than 10 items allowed',
  ],
  [
    'a long field',
    section({ fields: [mrkdwn(long(2001))] }),
    '/blocks/0/fields/0/text: must be less than 2001 characters',
  ],
  [
    'mrkdwn in a header',
    { type: 'header', text: mrkdwn() },
    '/blocks/0/text/type: must be one of: plain_text',
  ],
  [
    'a long header',
    { type: 'header', text: plain(long(151)) },
    '/blocks/0/text/text: must be less than 151 characters',
  ],
  ['level 5', { type: 'header', text: plain(), level: 5 }, '/blocks/0/level: must be from 1 to 4'],
  [
    'a header with a button',
    { type: 'header', text: plain(), accessory: button() },
    '/blocks/0: invalid additional property: accessory',
  ],
  ['no elements', actions(), '/blocks/0/elements: no fewer than 1 items allowed'],
  ['26 buttons', actions(...times(26, () => button())), '/blocks/0/elements: no more than 25 items allowed'],
  [
    'a long label',
    actions(button({ text: plain(long(76)) })),
    '/blocks/0/elements/0/text/text: must be less than 76 characters',
  ],
  [
    'a mrkdwn label',
    actions(button({ text: mrkdwn() })),
    '/blocks/0/elements/0/text/type: must be one of: plain_text',
  ],
  [
    'a long value',
    actions(button({ value: long(2001) })),
    '/blocks/0/elements/0/value: must be less than 2001 characters',
  ],
  [
    'an unknown style',
    actions(button({ style: 'warning' })),
    '/blocks/0/elements/0/style: must be one of: primary, danger',
  ],
  [
    'a default style',
    actions(button({ style: 'default' })),
    '/blocks/0/elements/0/style: must be one of: primary, danger',
  ],
  ['half a url', actions(button({ url: 'deals' })), '/blocks/0/elements/0/url: must be a valid URL'],
  [
    'a script url',
    actions(button({ url: 'javascript:alert(1)' })),
    '/blocks/0/elements/0/url: must be a valid URL',
  ],
  [
    'a half confirm',
    actions(button({ confirm: { text: plain() } })),
    '/blocks/0/elements/0/confirm: missing required field: title',
  ],
  [
    'a long confirm',
    actions(button({ confirm: { ...confirm, deny: plain(long(31)) } })),
    '/blocks/0/elements/0/confirm/deny/text: must be less than 31 characters',
  ],
  [
    'equal action_ids',
    actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
    '/blocks/0/elements/1/action_id: `action_id` "a" already exists',
  ],
  [
    'no option',
    actions({ type: 'overflow', options: [] }),
    '/blocks/0/elements/0/options: no fewer than 1 items allowed',
  ],
  [
    'six in an overflow',
    actions({ type: 'overflow', options: times(6, (i) => option(`${i}`)) }),
    '/blocks/0/elements/0/options: no more than 5 items allowed',
  ],
  [
    '101 options',
    actions({ type: 'static_select', options: times(101, (i) => option(`${i}`)) }),
    '/blocks/0/elements/0/options: no more than 100 items allowed',
  ],
  [
    'a select of nothing',
    actions({ type: 'static_select' }),
    '/blocks/0/elements/0: must have exactly one of: options, option_groups',
  ],
  [
    'an option without value',
    actions({ type: 'overflow', options: [{ text: plain() }] }),
    '/blocks/0/elements/0/options/0: missing required field: value',
  ],
  [
    'a long option',
    actions({ type: 'overflow', options: [option('v', long(76))] }),
    '/blocks/0/elements/0/options/0/text/text: must be less than 76 characters',
  ],
  [
    'a long option value',
    actions({ type: 'overflow', options: [option(long(151))] }),
    '/blocks/0/elements/0/options/0/value: must be less than 151 characters',
  ],
  [
    'equal options',
    actions({ type: 'overflow', options: [option(), option()] }),
    '/blocks/0/elements/0/options/1: duplicate option value: v',
  ],
  [
    'an option with url in a select',
    actions({ type: 'static_select', options: [{ ...option(), url: 'https://a.example' }] }),
    '/blocks/0/elements/0/options/0: invalid additional property: url',
  ],
  [
    'a foreign initial option',
    actions({ type: 'static_select', options: [option()], initial_option: option('w') }),
    '/blocks/0/elements/0/initial_option: initial_option must match one of the options',
  ],
  [
    'eleven boxes',
    actions({ type: 'checkboxes', options: times(11, (i) => option(`${i}`)) }),
    '/blocks/0/elements/0/options: no more than 10 items allowed',
  ],
  [
    'a wrong date',
    actions({ type: 'datepicker', initial_date: '2026-13-01' }),
    '/blocks/0/elements/0/initial_date: must be a date as YYYY-MM-DD',
  ],
  [
    'a wrong time',
    actions({ type: 'timepicker', initial_time: '9:00' }),
    '/blocks/0/elements/0/initial_time: must be a time as HH:mm',
  ],
  [
    'an invented zone',
    actions({ type: 'timepicker', timezone: 'Mars/Base' }),
    '/blocks/0/elements/0/timezone: must be an IANA time zone',
  ],
  [
    'milliseconds',
    actions({ type: 'datetimepicker', initial_date_time: 1_800_000_000_000 }),
    '/blocks/0/elements/0/initial_date_time: must be from 1000000000 to 9999999999',
  ],
  [
    'a moment in a section',
    section({ text: mrkdwn(), accessory: { type: 'datetimepicker' } }),
    '/blocks/0/accessory/type: unsupported type: datetimepicker cannot be used in section',
  ],
  [
    'typing in actions',
    actions({ type: 'plain_text_input' }),
    '/blocks/0/elements/0/type: unsupported type: plain_text_input cannot be used in actions',
  ],
  [
    'a button as input',
    input(button()),
    '/blocks/0/element/type: unsupported type: button cannot be used in input',
  ],
  [
    'an e-mail field',
    input({ type: 'email_text_input' }),
    '/blocks/0/element/type: unsupported type: email_text_input cannot be used in a message',
  ],
  [
    'feedback in actions',
    actions(feedback),
    '/blocks/0/elements/0/type: unsupported type: feedback_buttons cannot be used in actions',
  ],
  ['a button in context', context(button()), '/blocks/0/elements/0/type: unsupported text type: button'],
  [
    'eleven in context',
    context(...times(11, () => mrkdwn())),
    '/blocks/0/elements: no more than 10 items allowed',
  ],
  [
    'six context actions',
    { type: 'context_actions', elements: times(6, () => feedback) },
    '/blocks/0/elements: no more than 5 items allowed',
  ],
  [
    'another icon',
    { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'star', text: plain() }] },
    '/blocks/0/elements/0/icon: must be one of: trash',
  ],
  [
    'an image without alt',
    { type: 'image', image_url: 'https://a.example/x.png' },
    '/blocks/0: missing required field: alt_text',
  ],
  [
    'a picture of this machine',
    { ...image, image_url: 'http://127.0.0.1:1/x.png' },
    '/blocks/0/image_url: downloading image failed',
  ],
  [
    'two pictures in one',
    { ...image, slack_file: { id: 'F1' } },
    '/blocks/0: must have exactly one of: image_url, slack_file',
  ],
  [
    'an alert',
    { type: 'alert', text: plain() },
    '/blocks/0/type: unsupported type: alert cannot be used in a message',
  ],
  [
    'a file',
    { type: 'file', external_id: 'x', source: 'remote' },
    '/blocks/0/type: unsupported type: file blocks cannot be sent',
  ],
  ['a card with bare text', { type: 'card', title: 'Acme' }, '/blocks/0/title: must be a text object'],
  [
    'an empty card',
    { type: 'card', subtitle: mrkdwn() },
    '/blocks/0: must have one of: hero_image, title, actions, body',
  ],
  [
    'four on a card',
    { type: 'card', actions: times(4, () => button()) },
    '/blocks/0/actions: no more than 3 items allowed',
  ],
  [
    'eleven cards',
    { type: 'carousel', elements: times(11, () => ({ type: 'card', title: mrkdwn() })) },
    '/blocks/0/elements: no more than 10 items allowed',
  ],
  [
    'a container in a container',
    {
      type: 'container',
      title: plain(),
      child_blocks: [{ type: 'container', title: plain(), child_blocks: [] }],
    },
    '/blocks/0/child_blocks/0/type: unsupported type: container cannot be used in a container',
  ],
  [
    'a nameless container',
    { type: 'container', child_blocks: [{ type: 'divider' }] },
    '/blocks/0: must have exactly one of: title, rich_text_title',
  ],
  ['a plan with a text object', { type: 'plan', title: plain() }, '/blocks/0/title: must be a string'],
  [
    'a pending task on its own',
    task('pending'),
    '/blocks/0/status: must be one of: in_progress, complete, error',
  ],
  ['a table of one row', dataTable({ rows: [[cell()]] }), '/blocks/0/rows: no fewer than 2 items allowed'],
  [
    '202 rows',
    dataTable({ rows: times(202, () => [cell()]) }),
    '/blocks/0/rows: no more than 201 items allowed',
  ],
  [
    '21 columns',
    dataTable({ rows: times(2, () => times(21, () => cell())) }),
    '/blocks/0/rows/0: no more than 20 items allowed',
  ],
  [
    'rows of two lengths',
    dataTable({ rows: [[cell()], [cell(), cell()]] }),
    '/blocks/0/rows/1: must have 1 cells, like the header',
  ],
  [
    'a rich header cell',
    dataTable({ rows: [[rich], [cell()]] }),
    '/blocks/0/rows/0/0/type: header cells must not be rich_text',
  ],
  [
    'an empty cell',
    dataTable({ rows: [[cell()], [cell('')]] }),
    '/blocks/0/rows/1/0/text: must be more than 0 characters',
  ],
  [
    'a number without text',
    dataTable({ rows: [[cell()], [{ type: 'raw_number', value: 1 }]] }),
    '/blocks/0/rows/1/0: missing required field: text',
  ],
  [
    'no caption',
    { type: 'data_table', rows: [[cell()], [cell()]] },
    '/blocks/0: missing required field: caption',
  ],
  ['a page of 0', dataTable({ page_size: 0 }), '/blocks/0/page_size: must be from 1 to 100'],
  [
    'too much in a data table',
    dataTable({ rows: [[cell()], [cell(long(20_000))]] }),
    '/blocks/0/rows: data tables of a message hold at most 20000 characters',
  ],
  [
    'too much in a table',
    { type: 'table', rows: [[cell(long(10_001))]] },
    '/blocks/0/rows: tables of a message hold at most 10000 characters',
  ],
  [
    '101 rows in a table',
    { type: 'table', rows: times(101, () => [cell()]) },
    '/blocks/0/rows: no more than 100 items allowed',
  ],
  [
    'much markdown',
    { type: 'markdown', text: long(12_001) },
    '/blocks/0/text: must be less than 12001 characters',
  ],
  [
    'an unknown leaf',
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'poem' }] }] },
    '/blocks/0/elements/0/elements/0/type: unsupported type: poem',
  ],
  [
    'deep indent',
    {
      type: 'rich_text',
      elements: [{ type: 'rich_text_list', style: 'bullet', indent: 9, elements: [rich.elements[0]] }],
    },
    '/blocks/0/elements/0/indent: must be from 0 to 8',
  ],
  [
    'a long chart title',
    { ...chart([{ name: 'n', data: [{ label: 'A', value: 1 }] }], ['A']), title: long(51) },
    '/blocks/0/title: must be less than 51 characters',
  ],
  [
    'equal series',
    chart(
      times(2, () => ({ name: 'n', data: [{ label: 'A', value: 1 }] })),
      ['A'],
    ),
    '/blocks/0/chart/series/1/name: series names must be unique',
  ],
  [
    'a missing point',
    chart([{ name: 'n', data: [{ label: 'A', value: 1 }] }], ['A', 'B']),
    '/blocks/0/chart/series/0/data: must have exactly one point per category',
  ],
  [
    'two points of one category',
    chart(
      [
        {
          name: 'n',
          data: [
            { label: 'A', value: 1 },
            { label: 'A', value: 2 },
          ],
        },
      ],
      ['A', 'A'],
    ),
    '/blocks/0/chart/series/0/data: must have exactly one point per category',
  ],
  [
    '21 points',
    chart(
      [{ name: 'n', data: times(21, (i) => ({ label: `${i}`, value: 1 })) }],
      times(21, (i) => `${i}`),
    ),
    '/blocks/0/chart/series/0/data: no more than 20 items allowed',
  ],
  [
    '13 series',
    chart(
      times(13, (i) => ({ name: `${i}`, data: [{ label: 'A', value: 1 }] })),
      ['A'],
    ),
    '/blocks/0/chart/series: no more than 12 items allowed',
  ],
  [
    'a long category',
    chart([{ name: 'n', data: [{ label: long(21), value: 1 }] }], [long(21)]),
    '/blocks/0/chart/series/0/data/0/label: must be less than 21 characters',
  ],
  [
    'a point that is no number',
    chart([{ name: 'n', data: [{ label: 'A', value: '1' }] }], ['A']),
    '/blocks/0/chart/series/0/data/0/value: must be a number',
  ],
  [
    'a slice of nothing',
    {
      type: 'data_visualization',
      title: 'x',
      chart: { type: 'pie', segments: [{ label: 'A', value: 0 }] },
    },
    '/blocks/0/chart/segments/0/value: must be more than 0',
  ],
  [
    'a chart of no kind',
    { type: 'data_visualization', title: 'x', chart: { type: 'gauge', value: 1 } },
    '/blocks/0/chart/type: must be one of: line, bar, area',
  ],
  [
    '13 segments',
    {
      type: 'data_visualization',
      title: 'x',
      chart: { type: 'pie', segments: times(13, (i) => ({ label: `${i}`, value: 1 })) },
    },
    '/blocks/0/chart/segments: no more than 12 items allowed',
  ],
  [
    'nothing of a pie',
    { type: 'data_visualization', title: 'x', chart: { type: 'pie', segments: [{ label: 'A', value: 0 }] } },
    '/blocks/0/chart/segments/0/value: must be more than 0',
  ],
])('Slack refuses a message with %s', (_name, block, problem) => {
  expect(message(block)).toBe(problem);
});

test('what counts over the whole message is counted', () => {
  expect(message(...times(50, () => ({ type: 'divider' })))).toBe('ok');
  expect(message(...times(51, () => ({ type: 'divider' })))).toBe('/blocks: no more than 50 items allowed');
  expect(message(...times(2, () => ({ type: 'divider', block_id: 'a' })))).toBe(
    '/blocks/1/block_id: `block_id` "a" already exists',
  );
  expect(message(...times(5, () => section({ text: mrkdwn(long(3000)) })))).toBe('msg_blocks_too_long');
  expect(message(...times(2, () => ({ type: 'markdown', text: long(7000) })))).toBe(
    '/blocks/1/text: markdown blocks of a message hold at most 12000 characters',
  );
  expect(message(...times(2, () => dataTable({ rows: [[cell()], [cell(long(11_000))]] })))).toContain(
    'hold at most 20000 characters',
  );
  const bars = chart([{ name: 'n', data: [{ label: 'A', value: 1 }] }], ['A']);
  expect(message(bars, bars, bars)).toContain('no more than 2 data_visualization');
  expect(verdict(() => checkMessage({ text: 'x', attachments: times(101, () => ({})) }))).toBe(
    'too_many_attachments',
  );
  expect(
    verdict(() => checkMessage({ text: 'x', attachments: [{ blocks: [{ type: 'sparkle' }] }] })),
  ).toContain('/attachments/0/blocks/0/type');
  expect(verdict(() => checkMessage({ text: 'x', blocks: 'nonsense' }))).toBe('invalid_blocks_format');
  expect(verdict(() => checkMessage({ text: 'x', markdown_text: 'y' }))).toBe('markdown_text_conflict');
  expect(verdict(() => checkMessage({ text: '' }))).toBe('no_text');
});

test.each<[unknown, string]>([
  [{ event_type: 'a', event_payload: { k: 'v', n: 1, b: true, o: { x: 1 }, l: [{ x: 'y' }] } }, 'ok'],
  [{ event_type: 'a' }, '/metadata: missing required field: event_payload'],
  [{ event_payload: {} }, '/metadata: missing required field: event_type'],
  [
    { event_type: 'a', event_payload: { o: { deep: { x: 1 } } } },
    '/metadata/event_payload/o: must be a string, number, boolean, or flat object(s) of them',
  ],
  [
    { event_type: 'a', event_payload: { l: ['plain'] } },
    '/metadata/event_payload/l: must be a string, number, boolean, or flat object(s) of them',
  ],
  [
    { event_type: 'a', event_payload: { n: null } },
    '/metadata/event_payload/n: must be a string, number, boolean, or flat object(s) of them',
  ],
  [{ event_type: 'a', event_payload: { k: long(3000) } }, 'metadata_too_large'],
  ['text', 'invalid_metadata_format'],
])('metadata %j: %s', (metadata, expected) => {
  expect(verdict(() => checkMessage({ text: 'x', metadata }))).toBe(expected);
});

test('a modal has a short title, a submit for its inputs, and at most 100 blocks', () => {
  const modal = (more: object): string =>
    verdict(() =>
      checkView({ type: 'modal', title: plain(), blocks: [{ type: 'divider' }], ...more }, 'modal'),
    );
  expect(modal({})).toBe('ok');
  expect(modal({ title: plain(long(25)) })).toBe('/view/title/text: must be less than 25 characters');
  expect(modal({ submit: plain(long(25)) })).toBe('/view/submit/text: must be less than 25 characters');
  expect(modal({ title: mrkdwn() })).toBe('/view/title/type: must be one of: plain_text');
  expect(modal({ title: undefined })).toBe('/view: missing required field: title');
  expect(modal({ blocks: [input({ type: 'plain_text_input' })] })).toContain(
    '/view/submit: missing required field',
  );
  expect(modal({ blocks: times(101, () => ({ type: 'divider' })) })).toBe(
    '/view/blocks: no more than 100 items allowed',
  );
  expect(modal({ private_metadata: long(3001) })).toBe(
    '/view/private_metadata: must be less than 3001 characters',
  );
  expect(modal({ callback_id: long(256) })).toBe('/view/callback_id: must be less than 256 characters');
  expect(modal({ blocks: times(90, () => section({ text: mrkdwn(long(2900)) })) })).toBe('view_too_large');
  expect(modal({ colour: 'red' })).toBe('/view: invalid additional property: colour');
  expect(verdict(() => checkView('nonsense', 'modal'))).toBe('/view: must be a view object');
  expect(verdict(() => checkView({ type: 'home', title: plain(), blocks: [] }, 'home'))).toBe(
    '/view: invalid additional property: title',
  );
  expect(verdict(() => checkView({ type: 'home', blocks: [] }, 'modal'))).toContain('/view');
});

test('what a modal and a Home may hold differs from a message', () => {
  expect(
    modalWith(input({ type: 'email_text_input' }), { type: 'alert', text: plain(), level: 'error' }),
  ).toBe('ok');
  expect(modalWith(input({ type: 'number_input' }))).toBe(
    '/view/blocks/0/element: missing required field: is_decimal_allowed',
  );
  expect(modalWith(input({ type: 'plain_text_input', max_length: 3001 }))).toBe(
    '/view/blocks/0/element/max_length: must be from 1 to 3000',
  );
  expect(modalWith(input({ type: 'plain_text_input', min_length: 9, max_length: 3 }))).toContain(
    'min_length must not be above max_length',
  );
  expect(modalWith(input({ type: 'file_input' }, { dispatch_action: true }))).toContain(
    'cannot be used with file_input',
  );
  const focused = input({ type: 'plain_text_input', focus_on_load: true });
  expect(modalWith(focused, focused)).toBe('/view/blocks: only one element may have focus_on_load');
  expect(modalWith(dataTable())).toBe(
    '/view/blocks/0/type: unsupported type: data_table cannot be used in a modal',
  );
  expect(modalWith({ type: 'context_actions', elements: [feedback] })).toContain(
    'context_actions cannot be used in a modal',
  );
  expect(homeWith(dataTable(), { type: 'header', text: plain() })).toBe('ok');
  expect(homeWith({ type: 'markdown', text: 'x' })).toBe(
    '/view/blocks/0/type: unsupported type: markdown cannot be used in a home',
  );
  expect(homeWith(actions({ type: 'datetimepicker' }))).toContain('datetimepicker cannot be used in a home');
  expect(message(actions({ type: 'conversations_select', response_url_enabled: true }))).toContain(
    'only for modals',
  );
});

test('a refused payload is answered with Slack’s code and pointer, and said on the page with the payload', () =>
  withWorkspace({}, async (workspace) => {
    const call = async (
      method: string,
      args: object,
    ): Promise<{ error: string; response_metadata: { messages: string[] } }> => {
      const headers = { authorization: `Bearer ${workspace.botToken}`, 'content-type': 'application/json' };
      return (await (
        await fetch(workspace.apiUrl + method, { method: 'POST', headers, body: JSON.stringify(args) })
      ).json()) as never;
    };
    const blocks = [actions(...times(26, () => button()))];
    const refused = await call('chat.postMessage', { channel: '#deals', text: 'x', blocks });
    expect(refused.error).toBe('invalid_blocks');
    expect(refused.response_metadata.messages).toEqual([
      '[ERROR] no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ]);
    expect(workspace.notices.recent().at(-1)).toMatchObject({
      kind: 'refused',
      text: 'Steward would have been refused by Slack: invalid_blocks, no more than 25 items allowed (/blocks/0/elements) in chat.postMessage.',
      code: 'invalid_blocks',
      pointer: '/blocks/0/elements',
      payload: { blocks },
    });
    expect((await call('blocks.validate', { blocks })).error).toBe('invalid_blocks');
    expect(
      await call('blocks.validate', {
        view: { type: 'modal', title: plain(), blocks: [{ type: 'divider' }] },
      }),
    ).toEqual({ ok: true });
  }));
