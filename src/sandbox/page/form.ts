import { useMemo, useRef, useState } from 'preact/hooks';
import type { SlackBlock, SlackOption, StateValue, StateValues } from '../page-api.ts';
import { type Dict, dict, dicts, string, strings } from './read.ts';

/** What stands in the inputs of one message or view: Slack's `state.values`, kept by block_id and action_id. */
export type Form = {
  values: StateValues;
  /** The values as they are at this moment, also inside a handler that began earlier. */
  now(): StateValues;
  set(blockId: string, actionId: string, value: StateValue): void;
};

export const useForm = (blocks: SlackBlock[], held: StateValues = {}): Form => {
  const kept = useRef<StateValues>({});
  const [, redraw] = useState(0);
  useMemo(() => {
    kept.current = carried(kept.current, blocks, held);
  }, [blocks]);
  return {
    values: kept.current,
    now: () => kept.current,
    set: (blockId, actionId, value) => {
      kept.current = { ...kept.current, [blockId]: { ...kept.current[blockId], [actionId]: value } };
      redraw((turn) => turn + 1);
    },
  };
};

/**
 * The values after the blocks changed. As in Slack, what a person typed stays where block_id and action_id stay;
 * then comes what the workspace holds, then the element's own initial value.
 */
export const carried = (before: StateValues, blocks: SlackBlock[], held: StateValues = {}): StateValues => {
  const values: StateValues = {};
  for (const { blockId, element } of statefulElements(blocks)) {
    const actionId = string(element.action_id);
    const type = string(element.type);
    const old = [before[blockId]?.[actionId], held[blockId]?.[actionId]].find(
      (value) => value?.type === type,
    );
    values[blockId] = { ...values[blockId], [actionId]: old ?? initialOf(element) };
  }
  return values;
};

const stateless = new Set([
  'button',
  'overflow',
  'image',
  'feedback_buttons',
  'icon_button',
  'workflow_button',
]);

const statefulElements = (blocks: SlackBlock[]): { blockId: string; element: Dict }[] =>
  blocks
    .flatMap((block) => {
      const blockId = string(block.block_id);
      if (block.type === 'container') return statefulElements(dicts(block.child_blocks) as SlackBlock[]);
      if (block.type === 'section') return [{ blockId, element: dict(block.accessory) }];
      if (block.type === 'input') return [{ blockId, element: dict(block.element) }];
      if (block.type === 'actions') return dicts(block.elements).map((element) => ({ blockId, element }));
      return [];
    })
    .filter(({ element }) => string(element.type) && !stateless.has(string(element.type)));

const option = (value: unknown): SlackOption | null =>
  string(dict(dict(value).text).text) ? (value as SlackOption) : null;
const options = (value: unknown): SlackOption[] => dicts(value).flatMap((one) => option(one) ?? []);

export const initialOf = (element: Dict): StateValue => {
  const type = string(element.type);
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: option(element.initial_option) };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: options(element.initial_options) };
    case 'users_select':
      return { type, selected_user: string(element.initial_user) || null };
    case 'multi_users_select':
      return { type, selected_users: strings(element.initial_users) };
    case 'conversations_select':
      return { type, selected_conversation: string(element.initial_conversation) || null };
    case 'multi_conversations_select':
      return { type, selected_conversations: strings(element.initial_conversations) };
    case 'channels_select':
      return { type, selected_channel: string(element.initial_channel) || null };
    case 'multi_channels_select':
      return { type, selected_channels: strings(element.initial_channels) };
    case 'datepicker':
      return { type, selected_date: string(element.initial_date) || null };
    case 'timepicker':
      return { type, selected_time: string(element.initial_time) || null };
    case 'datetimepicker':
      return {
        type,
        selected_date_time: typeof element.initial_date_time === 'number' ? element.initial_date_time : null,
      };
    case 'rich_text_input':
      return { type, rich_text_value: element.initial_value ?? null };
    default:
      return { type, value: string(element.initial_value) || null };
  }
};
