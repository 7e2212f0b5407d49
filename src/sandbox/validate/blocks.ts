import { chartBlock } from './charts.ts';
import { differentActionIds, elementIn } from './elements.ts';
import { imageElement, imageFields, plain, text } from './objects.ts';
import { richText } from './rich-text.ts';
import {
  address,
  all,
  byType,
  type Check,
  chars,
  complain,
  exactlyOne,
  flag,
  inside,
  isObject,
  list,
  oneOf,
  type Place,
  pattern,
  type Surface,
  shape,
  whole,
} from './shape.ts';
import { dataTable, table } from './tables.ts';

const id = { block_id: chars(255) };
const everywhere: Surface[] = ['message', 'modal', 'home'];

/** Slack's `{type:"icon",name}`; names are letters and dashes. */
const slackIcon = shape({ type: oneOf('icon'), name: pattern(/^[a-z0-9-_]+$/, 'the name of an icon') });

const cardFields = {
  ...id,
  hero_image: imageElement,
  icon: imageElement,
  slack_icon: slackIcon,
  title: text(150),
  subtitle: text(150),
  body: text(200),
  subtext: text(200),
  actions: all(list(elementIn('card'), 3), differentActionIds),
};

const card: Check = (value, place) => {
  shape({ type: oneOf('card') }, cardFields)(value, place);
  if (!isObject(value)) return;
  if (!value.hero_image && !value.title && !value.actions && !value.body)
    complain(place, 'must have one of: hero_image, title, actions, body');
  if (value.icon && value.slack_icon) complain(place, 'must not have both icon and slack_icon');
};

const taskCard: Check = (value, place) => {
  const nested = place.pointer.includes('/tasks/');
  shape(
    {
      type: oneOf('task_card'),
      task_id: chars(255),
      title: chars(256),
      status: nested
        ? oneOf('pending', 'in_progress', 'complete', 'error')
        : oneOf('in_progress', 'complete', 'error'),
    },
    {
      ...id,
      details: richText,
      output: richText,
      sources: list(shape({ type: oneOf('url'), url: address(3000), text: chars(256) }), 100),
    },
  )(value, place);
};

const container: Check = (value, place) => {
  shape(
    { type: oneOf('container'), child_blocks: list(childBlock, 10) },
    {
      ...id,
      title: plain(150),
      rich_text_title: richText,
      subtitle: text(150),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: imageElement,
      is_collapsible: flag,
      default_collapsed: flag,
      has_header_divider: flag,
    },
  )(value, place);
  exactlyOne('title', 'rich_text_title')(value, place);
};

const section: Check = (value, place) => {
  shape(
    { type: oneOf('section') },
    { ...id, text: text(3000), fields: list(text(2000), 10), accessory: elementIn('section'), expand: flag },
  )(value, place);
  if (isObject(value) && !value.text && !value.fields) complain(place, 'must have one of: text, fields');
};

const input: Check = (value, place) => {
  shape(
    { type: oneOf('input'), label: plain(2000), element: elementIn('input') },
    { ...id, hint: plain(2000), optional: flag, dispatch_action: flag },
  )(value, place);
  if (
    isObject(value) &&
    value.dispatch_action === true &&
    isObject(value.element) &&
    value.element.type === 'file_input'
  ) {
    complain(inside(place, 'dispatch_action'), 'cannot be used with file_input');
  }
};

const markdown: Check = (value, place) => {
  shape({ type: oneOf('markdown'), text: chars(12_000) }, id)(value, place);
  if (isObject(value) && typeof value.text === 'string') place.tally.markdown += value.text.length;
  if (place.tally.markdown > 12_000)
    complain(inside(place, 'text'), 'markdown blocks of a message hold at most 12000 characters');
};

const inContext: Check = (value, place) => {
  if (isObject(value) && value.type === 'image') elementIn('context')(value, place);
  else text(3000)(value, place);
};

const video = shape(
  {
    type: oneOf('video'),
    video_url: address(3000),
    thumbnail_url: address(3000),
    alt_text: chars(2000),
    title: plain(199),
  },
  {
    ...id,
    title_url: address(3000),
    author_name: chars(49),
    provider_name: chars(49),
    provider_icon_url: address(3000),
    description: plain(199),
  },
);

const blocks: Record<string, { surfaces: Surface[]; check: Check }> = {
  actions: {
    surfaces: everywhere,
    check: shape(
      { type: oneOf('actions'), elements: all(list(elementIn('actions'), 25), differentActionIds) },
      id,
    ),
  },
  alert: {
    surfaces: ['modal'],
    check: shape(
      { type: oneOf('alert'), text: text(200) },
      { ...id, level: oneOf('default', 'info', 'warning', 'error', 'success') },
    ),
  },
  card: { surfaces: everywhere, check: card },
  carousel: {
    surfaces: ['message', 'home'],
    check: shape({ type: oneOf('carousel'), elements: list(card, 10) }, id),
  },
  container: { surfaces: ['message'], check: container },
  context: {
    surfaces: everywhere,
    check: shape({ type: oneOf('context'), elements: list(inContext, 10) }, id),
  },
  context_actions: {
    surfaces: ['message'],
    check: shape(
      {
        type: oneOf('context_actions'),
        elements: all(list(elementIn('context_actions'), 5), differentActionIds),
      },
      id,
    ),
  },
  data_table: { surfaces: ['message', 'home'], check: dataTable },
  data_visualization: { surfaces: ['message'], check: chartBlock },
  divider: { surfaces: everywhere, check: shape({ type: oneOf('divider') }, id) },
  file: { surfaces: [], check: shape({ type: oneOf('file') }) },
  header: {
    surfaces: everywhere,
    check: shape({ type: oneOf('header'), text: plain(150) }, { ...id, level: whole(1, 4) }),
  },
  image: {
    surfaces: everywhere,
    check: all(
      shape({ type: oneOf('image'), alt_text: chars(2000) }, { ...id, ...imageFields, title: plain(2000) }),
      exactlyOne('image_url', 'slack_file'),
    ),
  },
  input: { surfaces: everywhere, check: input },
  markdown: { surfaces: ['message'], check: markdown },
  plan: {
    surfaces: ['message'],
    check: shape({ type: oneOf('plan'), title: chars(256) }, { ...id, tasks: list(taskCard, 100, 0) }),
  },
  rich_text: { surfaces: everywhere, check: richText },
  section: { surfaces: everywhere, check: section },
  table: { surfaces: ['message', 'home'], check: table },
  task_card: { surfaces: ['message'], check: taskCard },
  video: { surfaces: everywhere, check: video },
};

const inContainers = new Set([
  'actions',
  'context',
  'divider',
  'file',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
]);

function childBlock(value: unknown, place: Place): void {
  const type = isObject(value) ? String(value.type) : '';
  if (type in blocks && !inContainers.has(type))
    complain(inside(place, 'type'), `unsupported type: ${type} cannot be used in a container`);
  else block(value, place);
}

/** One block on the surface of `place`. */
export const block: Check = (value, place) => {
  const known = byType(blocks, value, place);
  if (!known || !isObject(value)) return;
  if (value.type === 'file') complain(inside(place, 'type'), 'unsupported type: file blocks cannot be sent');
  else if (!known.surfaces.includes(place.surface)) {
    complain(inside(place, 'type'), `unsupported type: ${value.type} cannot be used in a ${place.surface}`);
  } else {
    known.check(value, place);
    differentBlockId(value, place);
  }
};

function differentBlockId(value: unknown, place: Place): void {
  const own = isObject(value) ? value.block_id : undefined;
  if (typeof own !== 'string' || own === '') return;
  if (place.tally.blockIds.has(own))
    complain(inside(place, 'block_id'), `\`block_id\` "${own}" already exists`);
  place.tally.blockIds.add(own);
}

/** The blocks of a message or view. */
export const blockList = (most: number, least = 0): Check => list(block, most, least);
