import type { Container, OptionsAnswer, SlackOption, StateValue } from '../../page-api.ts';
import { optionsFor } from '../acts.ts';
import { type Drawn, html } from '../html.ts';
import { unescaped } from '../mrkdwn.ts';
import { type Dict, dict, dicts, has, number, string, strings, textOf } from '../read.ts';
import { conversationOf, getState, personOf, useStore } from '../store.ts';
import { type ElementProps, useElement, useRow, useSurface } from '../surface.ts';
import { type Choice, type ChoiceGroup, matching, Select } from './select.ts';

/** static_, external_, users_, conversations_ and channels_select, one or many of each. */
export const SelectElement = ({ element, sends, labelId, describedBy, invalid }: ElementProps): Drawn => {
  const { value, set, tell, busy, waiting } = useElement({ element, sends });
  const { container } = useSurface();
  const { blockId } = useRow();
  useStore((state) => ({ people: state.people, conversations: state.conversations }));
  const type = string(element.type);
  const multi = type.startsWith('multi_');
  const kind = type.replace('multi_', '');
  const stateFor = (chosen: Choice[]): StateValue => stateOf(type, chosen, known);
  const known = new Map<string, SlackOption>(offered(element).map((option) => [keyOf(option), option]));
  const look = (query: string): ChoiceGroup[] | Promise<ChoiceGroup[]> =>
    kind === 'external_select'
      ? ask(container, blockId, element, query, known)
      : matching(localGroups(kind, element), query);
  for (const option of [
    ...(value.selected_options ?? []),
    ...(value.selected_option ? [value.selected_option] : []),
  ])
    known.set(keyOf(option), option);
  return html`<${Select} chosen=${chosenOf(value)} multi=${multi} max=${number(element.max_selected_items, 100)} busy=${busy} waiting=${waiting}
    placeholder=${textOf(element.placeholder) || (multi ? 'Choose' : 'Choose one')} labelId=${labelId} describedBy=${describedBy} invalid=${invalid}
    look=${look} from=${kind === 'external_select' ? number(element.min_query_length, 3) : 0}
    change=${(chosen: Choice[]) => set(stateFor(chosen))} done=${(chosen: Choice[]) => tell(stateFor(chosen))} />`;
};

const keyOf = (option: SlackOption | Dict): string => string(option.value) || textOf(option.text);
const choiceOf = (option: SlackOption | Dict): Choice => ({
  key: keyOf(option),
  text: unescaped(textOf(option.text)),
  note: has(dict(option).description) ? textOf(dict(option).description) : undefined,
});

const offered = (element: Dict): SlackOption[] =>
  [
    ...dicts(element.options),
    ...dicts(element.option_groups).flatMap((group) => dicts(group.options)),
  ] as SlackOption[];

const localGroups = (kind: string, element: Dict): ChoiceGroup[] => {
  const { people, conversations } = getState();
  if (kind === 'users_select')
    return [{ label: '', choices: people.filter((one) => !one.isApp).map(personChoice) }];
  if (kind === 'channels_select')
    return [
      {
        label: '',
        choices: conversations.filter((one) => one.kind === 'channel').map((one) => placeChoice(one.id)),
      },
    ];
  if (kind === 'conversations_select') {
    const include = strings(dict(element.filter).include);
    const wanted = { channel: 'public', private: 'private', dm: 'im' } as const;
    const fitting = conversations.filter((one) => include.length === 0 || include.includes(wanted[one.kind]));
    return [{ label: '', choices: fitting.map((one) => placeChoice(one.id)) }];
  }
  if (has(element.option_groups))
    return dicts(element.option_groups).map((group) => ({
      label: textOf(group.label),
      choices: dicts(group.options).map(choiceOf),
    }));
  return [{ label: '', choices: dicts(element.options).map(choiceOf) }];
};

const personChoice = (person: { id: string; name: string; role: string }): Choice => ({
  key: person.id,
  text: person.name,
  note: person.role,
});
const placeChoice = (id: string): Choice => {
  const one = conversationOf(getState(), id);
  return { key: id, text: one ? `${one.kind === 'dm' ? '' : '#'}${one.name}` : id };
};

const ask = async (
  container: Container,
  blockId: string,
  element: Dict,
  query: string,
  known: Map<string, SlackOption>,
): Promise<ChoiceGroup[]> => {
  const answer: OptionsAnswer = await optionsFor({
    container,
    blockId,
    actionId: string(element.action_id),
    value: query,
  });
  for (const option of [...answer.options, ...answer.groups.flatMap((group) => group.options)])
    known.set(keyOf(option), option);
  const groups = answer.groups.map((group) => ({ label: group.label, choices: group.options.map(choiceOf) }));
  return answer.options.length > 0
    ? [{ label: '', choices: answer.options.map(choiceOf) }, ...groups]
    : groups;
};

const chosenOf = (value: StateValue): Choice[] => {
  const ids = [
    value.selected_conversation,
    value.selected_channel,
    ...(value.selected_conversations ?? []),
    ...(value.selected_channels ?? []),
  ];
  const people = [value.selected_user, ...(value.selected_users ?? [])];
  return [
    ...[value.selected_option, ...(value.selected_options ?? [])].flatMap((option) =>
      option ? [choiceOf(option)] : [],
    ),
    ...ids.flatMap((id) => (id ? [placeChoice(id)] : [])),
    ...people.flatMap((id) => (id ? [{ key: id, text: personOf(getState(), id)?.name ?? id }] : [])),
  ];
};

const stateOf = (type: string, chosen: Choice[], known: Map<string, SlackOption>): StateValue => {
  const keys = chosen.map((choice) => choice.key);
  const options = keys.flatMap((key) => known.get(key) ?? []);
  switch (type) {
    case 'users_select':
      return { type, selected_user: keys[0] ?? null };
    case 'multi_users_select':
      return { type, selected_users: keys };
    case 'conversations_select':
      return { type, selected_conversation: keys[0] ?? null };
    case 'multi_conversations_select':
      return { type, selected_conversations: keys };
    case 'channels_select':
      return { type, selected_channel: keys[0] ?? null };
    case 'multi_channels_select':
      return { type, selected_channels: keys };
    default:
      return type.startsWith('multi_')
        ? { type, selected_options: options }
        : { type, selected_option: options[0] ?? null };
  }
};
