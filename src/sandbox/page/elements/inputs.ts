import { type Drawn, html } from '../html.ts';
import { dict, dicts, number, string, strings, textOf } from '../read.ts';
import { type ElementProps, useElement } from '../surface.ts';

const kinds: Record<string, { type: string; mode: string }> = {
  email_text_input: { type: 'email', mode: 'email' },
  url_text_input: { type: 'url', mode: 'url' },
  number_input: { type: 'text', mode: 'decimal' },
  plain_text_input: { type: 'text', mode: 'text' },
};

/** Text, e-mail, address and number fields. */
export const TextInput = ({ element, sends, labelId, describedBy, invalid }: ElementProps): Drawn => {
  const { value, set, tell } = useElement({ element, sends });
  const triggers = strings(dict(element.dispatch_action_config).trigger_actions_on);
  const onKey = triggers.includes('on_character_entered');
  const onEnter = triggers.length === 0 || triggers.includes('on_enter_pressed');
  const kind = kinds[string(element.type)] ?? { type: 'text', mode: 'text' };
  const next = (event: Event) => ({ ...value, value: (event.target as HTMLInputElement).value || null });
  const typed = (event: Event): void => {
    set(next(event));
    if (sends && onKey) void tell(next(event));
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || !sends || !onEnter) return;
    event.preventDefault();
    void tell(next(event));
  };
  const common = {
    class: 'input',
    value: value.value ?? '',
    placeholder: textOf(element.placeholder),
    maxlength: element.max_length ?? undefined,
    'aria-labelledby': labelId,
    'aria-describedby': describedBy,
    'aria-invalid': invalid,
    'data-focus': element.focus_on_load === true,
    onInput: typed,
    onKeyDown: keys,
  };
  if (element.multiline === true) return html`<textarea ...${common} rows="4"></textarea>`;
  return html`<input ...${common} type=${kind.type === 'text' ? 'text' : kind.type} inputmode=${kind.mode} autocomplete="off" />`;
};

/** A plain field for rich text: its lines become one rich_text_section. */
export const RichTextInput = ({ element, sends, labelId, describedBy, invalid }: ElementProps): Drawn => {
  const { value, set } = useElement({ element, sends });
  const typed = (event: Event): void =>
    set({ ...value, rich_text_value: richOf((event.target as HTMLTextAreaElement).value) });
  return html`<textarea class="input" rows=${Math.max(3, number(element.min_lines, 3))} value=${wordsOf(value.rich_text_value)}
    placeholder=${textOf(element.placeholder)} aria-labelledby=${labelId} aria-describedby=${describedBy} aria-invalid=${invalid}
    data-focus=${element.focus_on_load === true} onInput=${typed}></textarea>`;
};

export const richOf = (words: string): unknown =>
  words === ''
    ? null
    : {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: words }] }],
      };

const wordsOf = (rich: unknown): string =>
  dicts(dict(rich).elements)
    .map((section) =>
      dicts(section.elements)
        .map((leaf) => string(leaf.text))
        .join(''),
    )
    .join('\n');
