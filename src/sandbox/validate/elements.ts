import {
  confirm,
  imageElement,
  initialAmong,
  option,
  optionGroups,
  options,
  placeholder,
  plain,
} from './objects.ts';
import { richText } from './rich-text.ts';
import {
  address,
  all,
  anything,
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

/** Where in a block an element stands. */
export type Spot = 'section' | 'actions' | 'input' | 'context' | 'context_actions' | 'card';
type Element = { spots: Spot[]; surfaces?: Surface[]; check: Check };

const id = { action_id: chars(255) };
const style = oneOf('primary', 'danger');
const dispatch = shape(
  {},
  { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2) },
);
const day = pattern(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date as YYYY-MM-DD');
const time = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:mm');
const focus: Check = (value, place) => {
  flag(value, place);
  if (value === true) place.tally.focused += 1;
};
const zone: Check = (value, place) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: String(value) });
  } catch {
    complain(place, 'must be an IANA time zone');
  }
};

const common = { ...id, confirm, focus_on_load: focus };
const chosen = { ...common, placeholder };
const many = { max_selected_items: whole(1, 100) };
const typed = { ...id, placeholder, focus_on_load: focus, dispatch_action_config: dispatch };
const everywhere: Spot[] = ['section', 'actions', 'input'];
const plainOption = option();
const loudOption = option({ markdown: true });
const filter = shape(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 4),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);
const toConversation = (value: unknown, place: Place): void => {
  flag(value, place);
  if (value === true && place.surface !== 'modal') complain(place, 'response_url_enabled is only for modals');
};

const select = (type: string, initial: Record<string, Check>, more: Record<string, Check> = {}): Element => ({
  spots: everywhere,
  check: shape({ type: oneOf(type) }, { ...chosen, ...initial, ...more }),
});
const staticSelect = (
  type: string,
  initial: 'initial_option' | 'initial_options',
  more: Record<string, Check> = {},
): Element => ({
  spots: everywhere,
  check: all(
    shape(
      { type: oneOf(type) },
      {
        ...chosen,
        ...more,
        options: options(plainOption, 100),
        option_groups: optionGroups(plainOption),
        [initial]: initial === 'initial_option' ? plainOption : list(plainOption, 100),
      },
    ),
    exactlyOne('options', 'option_groups'),
    initialAmong(initial),
  ),
});

const feedbackButton = shape({ text: plain(75), value: chars(2000) }, { accessibility_label: chars(75) });

const elements: Record<string, Element> = {
  button: {
    spots: ['section', 'actions', 'card'],
    check: shape(
      { type: oneOf('button'), text: plain(75) },
      { ...id, value: chars(2000), url: address(3000), style, confirm, accessibility_label: chars(75) },
    ),
  },
  checkboxes: {
    spots: everywhere,
    check: all(
      shape(
        { type: oneOf('checkboxes'), options: options(loudOption, 10) },
        { ...common, initial_options: list(loudOption, 10) },
      ),
      initialAmong('initial_options'),
    ),
  },
  radio_buttons: {
    spots: everywhere,
    check: all(
      shape(
        { type: oneOf('radio_buttons'), options: options(loudOption, 10) },
        { ...common, initial_option: loudOption },
      ),
      initialAmong('initial_option'),
    ),
  },
  static_select: staticSelect('static_select', 'initial_option'),
  multi_static_select: staticSelect('multi_static_select', 'initial_options', many),
  external_select: select(
    'external_select',
    { initial_option: plainOption },
    { min_query_length: whole(0, 3000) },
  ),
  multi_external_select: select(
    'multi_external_select',
    { initial_options: list(plainOption, 100) },
    { ...many, min_query_length: whole(0, 3000) },
  ),
  users_select: select('users_select', { initial_user: chars(255) }),
  multi_users_select: select('multi_users_select', { initial_users: list(chars(255), 100) }, many),
  conversations_select: select(
    'conversations_select',
    { initial_conversation: chars(255), default_to_current_conversation: flag },
    { filter, response_url_enabled: toConversation },
  ),
  multi_conversations_select: select(
    'multi_conversations_select',
    { initial_conversations: list(chars(255), 100), default_to_current_conversation: flag },
    { ...many, filter },
  ),
  channels_select: select(
    'channels_select',
    { initial_channel: chars(255) },
    { response_url_enabled: toConversation },
  ),
  multi_channels_select: select('multi_channels_select', { initial_channels: list(chars(255), 100) }, many),
  overflow: {
    spots: ['section', 'actions'],
    check: shape({ type: oneOf('overflow'), options: options(option({ url: true }), 5) }, { ...id, confirm }),
  },
  datepicker: {
    spots: everywhere,
    check: shape({ type: oneOf('datepicker') }, { ...chosen, initial_date: day }),
  },
  timepicker: {
    spots: everywhere,
    check: shape({ type: oneOf('timepicker') }, { ...chosen, initial_time: time, timezone: zone }),
  },
  datetimepicker: {
    spots: ['actions', 'input'],
    surfaces: ['message', 'modal'],
    check: shape(
      { type: oneOf('datetimepicker') },
      { ...common, initial_date_time: whole(1_000_000_000, 9_999_999_999) },
    ),
  },
  plain_text_input: {
    spots: ['input'],
    check: all(
      shape(
        { type: oneOf('plain_text_input') },
        {
          ...typed,
          initial_value: chars(3000, 0),
          multiline: flag,
          min_length: whole(0, 3000),
          max_length: whole(1, 3000),
        },
      ),
      lengthsFit,
    ),
  },
  email_text_input: modalInput('email_text_input', { initial_value: chars(3000, 0) }),
  url_text_input: modalInput('url_text_input', { initial_value: chars(3000, 0) }),
  number_input: modalInput(
    'number_input',
    { initial_value: chars(255), min_value: chars(255), max_value: chars(255) },
    { is_decimal_allowed: flag },
  ),
  file_input: {
    spots: ['input'],
    surfaces: ['modal'],
    check: shape(
      { type: oneOf('file_input') },
      { ...id, filetypes: list(chars(50), 100), max_files: whole(1, 10) },
    ),
  },
  rich_text_input: {
    spots: ['input', 'actions'],
    surfaces: ['modal', 'home'],
    check: shape(
      { type: oneOf('rich_text_input') },
      { ...typed, initial_value: richText, min_lines: whole(1, 100), max_lines: whole(1, 100) },
    ),
  },
  feedback_buttons: {
    spots: ['context_actions'],
    surfaces: ['message'],
    check: shape(
      { type: oneOf('feedback_buttons'), positive_button: feedbackButton, negative_button: feedbackButton },
      id,
    ),
  },
  icon_button: {
    spots: ['context_actions'],
    surfaces: ['message'],
    check: shape(
      { type: oneOf('icon_button'), icon: oneOf('trash'), text: plain(75) },
      {
        ...id,
        value: chars(2000),
        confirm,
        accessibility_label: chars(75),
        visible_to_user_ids: list(chars(255), 10),
      },
    ),
  },
  workflow_button: {
    spots: ['section', 'actions'],
    surfaces: ['message'],
    check: shape(
      { type: oneOf('workflow_button'), text: plain(75), workflow: anything },
      { ...id, style, accessibility_label: chars(75) },
    ),
  },
  image: { spots: ['section', 'context'], check: imageElement },
};

function modalInput(type: string, may: Record<string, Check>, must: Record<string, Check> = {}): Element {
  return {
    spots: ['input'],
    surfaces: ['modal'],
    check: shape({ type: oneOf(type), ...must }, { ...typed, ...may }),
  };
}

function lengthsFit(value: unknown, place: Place): void {
  if (!isObject(value)) return;
  const { min_length: least, max_length: most, initial_value: text } = value;
  if (typeof least === 'number' && typeof most === 'number' && least > most)
    complain(place, 'min_length must not be above max_length');
  if (typeof text === 'string' && typeof most === 'number' && text.length > most) {
    complain(inside(place, 'initial_value'), `must be less than ${most + 1} characters`);
  }
}

/** An interactive element (or picture) in that spot of a block. */
export const elementIn =
  (spot: Spot): Check =>
  (value, place) => {
    const known = byType(elements, value, place);
    if (!known || !isObject(value)) return;
    const wrong = (where: string): void =>
      complain(inside(place, 'type'), `unsupported type: ${value.type} cannot be used in ${where}`);
    if (!known.spots.includes(spot)) wrong(spot);
    else if (known.surfaces && !known.surfaces.includes(place.surface)) wrong(`a ${place.surface}`);
    else known.check(value, place);
  };

/** The action_ids of one block must differ. */
export const differentActionIds: Check = (value, place) => {
  const seen = new Set<unknown>();
  for (const [i, entry] of Array.isArray(value) ? value.entries() : []) {
    const own = isObject(entry) ? entry.action_id : undefined;
    if (own === undefined) continue;
    if (seen.has(own))
      complain(inside(inside(place, i), 'action_id'), `\`action_id\` "${String(own)}" already exists`);
    seen.add(own);
  }
};
