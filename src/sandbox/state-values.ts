import type { Block, Json } from './nouns.ts';

type Values = Record<string, Record<string, Json>>;

/** The key of `state.values` that belongs to an element's type, and the key of its initial value. */
const keys: Record<string, [key: string, initial: string, empty: unknown]> = {
  plain_text_input: ['value', 'initial_value', null],
  email_text_input: ['value', 'initial_value', null],
  url_text_input: ['value', 'initial_value', null],
  number_input: ['value', 'initial_value', null],
  rich_text_input: ['rich_text_value', 'initial_value', null],
  static_select: ['selected_option', 'initial_option', null],
  external_select: ['selected_option', 'initial_option', null],
  radio_buttons: ['selected_option', 'initial_option', null],
  multi_static_select: ['selected_options', 'initial_options', []],
  multi_external_select: ['selected_options', 'initial_options', []],
  checkboxes: ['selected_options', 'initial_options', []],
  users_select: ['selected_user', 'initial_user', null],
  multi_users_select: ['selected_users', 'initial_users', []],
  conversations_select: ['selected_conversation', 'initial_conversation', null],
  multi_conversations_select: ['selected_conversations', 'initial_conversations', []],
  channels_select: ['selected_channel', 'initial_channel', null],
  multi_channels_select: ['selected_channels', 'initial_channels', []],
  datepicker: ['selected_date', 'initial_date', null],
  timepicker: ['selected_time', 'initial_time', null],
  datetimepicker: ['selected_date_time', 'initial_date_time', null],
  file_input: ['files', 'initial_files', []],
};

/** The key that holds what was chosen in an element of that type; undefined for buttons and the like. */
export const valueKey = (type: string): string | undefined => keys[type]?.[0];

/** Every element of the blocks that can hold a value, with the block that it is in. */
export function holders(blocks: Block[]): { block: Block; element: Json }[] {
  return blocks.flatMap((block) => {
    const inside = Array.isArray(block.elements) ? (block.elements as Json[]) : [];
    const own = [block.element, block.accessory, ...inside].filter(
      (element): element is Json =>
        typeof element === 'object' && element !== null && String((element as Json).type) in keys,
    );
    const nested = Array.isArray(block.child_blocks) ? holders(block.child_blocks as Block[]) : [];
    return [...own.map((element) => ({ block, element })), ...nested];
  });
}

/** State as Slack first holds it: initial values, or what was typed before under the same block_id and action_id. */
export function startValues(blocks: Block[], before: Values = {}): Values {
  const values: Values = {};
  for (const { block, element } of holders(blocks)) {
    const [key, initial, empty] = keys[String(element.type)] ?? ['value', 'initial_value', null];
    const blockId = String(block.block_id);
    const actionId = String(element.action_id);
    const kept = before[blockId]?.[actionId];
    const same = kept?.type === element.type ? kept : undefined;
    values[blockId] = {
      ...values[blockId],
      [actionId]: same ?? { type: element.type, [key]: element[initial] ?? empty },
    };
  }
  return values;
}

/** What the person has put in, over what was there; only elements that exist count. */
export function withTyped(values: Values, typed: Values | undefined): Values {
  const merged: Values = {};
  for (const [blockId, actions] of Object.entries(values)) {
    merged[blockId] = {};
    for (const [actionId, value] of Object.entries(actions)) {
      merged[blockId][actionId] = { ...value, ...typed?.[blockId]?.[actionId], type: value.type };
    }
  }
  return merged;
}

/** What Slack's own client would not let a person send: an empty required input, a number out of range, … By block_id. */
export function inputErrors(blocks: Block[], values: Values): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element } of holders(blocks)) {
    if (block.type !== 'input') continue;
    const value = values[String(block.block_id)]?.[String(element.action_id)] ?? {};
    const problem = problemOf(
      element,
      value[valueKey(String(element.type)) ?? 'value'],
      block.optional === true,
    );
    if (problem) errors[String(block.block_id)] = problem;
  }
  return errors;
}

function problemOf(element: Json, value: unknown, optional: boolean): string | null {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
    return optional ? null : 'Please complete this required field.';
  }
  const text = String(value);
  if (typeof element.min_length === 'number' && text.length < element.min_length)
    return `Enter at least ${element.min_length} characters.`;
  if (element.type === 'plain_text_input' && text.length > Number(element.max_length ?? 3000))
    return 'This text is too long.';
  if (element.type === 'email_text_input' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text))
    return 'Enter a valid email address.';
  if (element.type === 'url_text_input' && !URL.canParse(text)) return 'Enter a valid URL.';
  if (element.type === 'number_input') return numberProblem(element, text);
  if (Array.isArray(value) && value.length > Number(element.max_selected_items ?? Number.POSITIVE_INFINITY))
    return 'Too many are selected.';
  return null;
}

function numberProblem(element: Json, text: string): string | null {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return 'Enter a number.';
  if (element.is_decimal_allowed !== true && !Number.isInteger(number)) return 'Enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Enter ${element.max_value} or less.`;
  return null;
}
