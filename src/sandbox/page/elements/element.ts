import { useState } from 'preact/hooks';
import { CannotDraw } from '../blocks/cannot-draw.ts';
import { slackFileAddress } from '../files.ts';
import { type Drawn, html } from '../html.ts';
import { dict, has, string, textOf } from '../read.ts';
import { imageUrl } from '../safe-url.ts';
import { useStore } from '../store.ts';
import type { ElementProps } from '../surface.ts';
import { ButtonElement, FeedbackButtons, IconButton, OverflowElement } from './button.ts';
import { ChoicesElement } from './choices.ts';
import { DatePicker, DateTimePicker, TimePicker } from './dates.ts';
import { RichTextInput, TextInput } from './inputs.ts';
import { SelectElement } from './selects.ts';

const byType: Record<string, (props: ElementProps) => Drawn> = {
  button: ButtonElement,
  overflow: OverflowElement,
  feedback_buttons: FeedbackButtons,
  icon_button: IconButton,
  checkboxes: ChoicesElement,
  radio_buttons: ChoicesElement,
  datepicker: DatePicker,
  timepicker: TimePicker,
  datetimepicker: DateTimePicker,
  plain_text_input: TextInput,
  email_text_input: TextInput,
  url_text_input: TextInput,
  number_input: TextInput,
  rich_text_input: RichTextInput,
};

/** Any interactive element of Block Kit; one that this page does not know says so. */
export const Element = (props: ElementProps): Drawn => {
  const type = string(props.element.type);
  if (type === 'image') return html`<${Thumbnail} element=${props.element} />`;
  if (type.endsWith('_select')) return html`<${SelectElement} ...${props} />`;
  const Known = Object.hasOwn(byType, type) ? byType[type] : undefined;
  return Known
    ? html`<${Known} ...${props} />`
    : html`<${CannotDraw} what=${type} payload=${props.element} />`;
};

/** An image by its address or as a file of Slack; its words where it cannot be had. */
export const Thumbnail = ({ element, kind = 'thumbnail' }: { element: unknown; kind?: string }): Drawn => {
  const image = dict(element);
  const me = useStore((state) => state.me?.id ?? '');
  const file = dict(image.slack_file);
  const source = has(image.slack_file)
    ? slackFileAddress({ id: string(file.id), url: string(file.url) }, me)
    : imageUrl(string(image.image_url));
  const words = textOf(image.alt_text);
  const [broken, setBroken] = useState('');
  if (!source || broken === source)
    return html`<span class="no-image" role="img" aria-label=${words}>${words}</span>`;
  return html`<img class=${kind} src=${source} alt=${words} onError=${() => setBroken(source)} />`;
};
