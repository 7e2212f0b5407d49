/** The form of a setting (ux.md 3.14): which one, then its value, where and until when, then what that does. */
import { type Kept, keep } from './forms.ts';
import { forms, inputs } from './ids.ts';
import { type Block, context, input, type Modal, modal, option, section } from './kit.ts';
import { limits } from './limits.ts';
import { bold, data, lines } from './text.ts';

const title = 'Change a setting';
const mostTyped = 200;
type Choice = { value: string; label: string };

export const chooseSettingForm = (view: {
  groups: { label: string; of: Choice[] }[];
  example: string;
}): Modal =>
  modal({
    callbackId: forms.setting,
    title,
    submit: 'Next',
    blocks: [
      input(inputs.setting, 'Setting', {
        type: 'static_select',
        action_id: inputs.setting,
        option_groups: view.groups.map(({ label, of }) => ({
          label: { type: 'plain_text', text: label },
          options: of.slice(0, limits.select.options).map((one) => option(one.label, one.value)),
        })),
      }),
      context(data(`Or type it: "${view.example}".`)),
    ],
  });

export type SettingForm = {
  name: string;
  label: string;
  meaning: string;
  now: string;
  range: string;
  is: 'typed' | 'one of' | 'some of' | 'channel';
  /** What stands there, as it would be typed. */
  value: string[];
  choices: Choice[];
  places: Choice[];
  stages: string[];
};

export const settingForm = (view: SettingForm): Modal =>
  modal({
    callbackId: forms.settingValue,
    title,
    submit: 'Preview',
    keep: keep({ setting: view.name }),
    blocks: [
      section(lines(bold(data(view.label)), data(view.meaning))),
      context(data(`Now: ${view.now}`)),
      valueInput(view),
      ...placeInput(view.places),
      ...stageInput(view.stages),
      input(
        inputs.until,
        'Until',
        { type: 'datepicker', action_id: inputs.until },
        { optional: true, hint: 'Until that day begins. Left empty, it holds until it is changed again.' },
      ),
      input(
        inputs.reason,
        'Why',
        { type: 'plain_text_input', action_id: inputs.reason, max_length: mostTyped },
        { hint: 'Kept with the change, for whoever asks later.' },
      ),
    ],
  });

/** What it would be and do: the last step of the same form. */
export const settingPreview = (view: {
  headline: string;
  consequence: string;
  wayBack: string;
  verb: string;
  kept: Kept;
}): Modal =>
  modal({
    callbackId: forms.settingSeen,
    title,
    submit: view.verb.length > limits.modal.button ? 'Set' : view.verb,
    keep: keep(view.kept),
    blocks: [section(lines(bold(data(view.headline)), data(view.consequence))), context(data(view.wayBack))],
  });

function valueInput({ is, choices, range, value }: SettingForm): Block {
  const common = { action_id: inputs.value };
  const options = choices.map((one) => option(one.label, one.value));
  const hint = range === '' ? {} : { hint: range };
  const [now = ''] = value;
  const stands = options.filter((_, n) => value.includes(choices[n]?.value ?? ''));
  switch (is) {
    case 'one of':
      return input(inputs.value, 'Value', {
        ...{ type: 'radio_buttons', ...common, options },
        ...(stands[0] ? { initial_option: stands[0] } : {}),
      });
    case 'some of':
      return input(
        inputs.value,
        'Value',
        {
          ...{ type: 'checkboxes', ...common, options },
          ...(stands.length > 0 ? { initial_options: stands } : {}),
        },
        { optional: true },
      );
    case 'channel':
      return input(
        inputs.value,
        'Value',
        {
          type: 'conversations_select',
          ...common,
          ...(/^[CG][A-Z0-9]{2,}$/.test(now) ? { initial_conversation: now } : {}),
          filter: { include: ['public', 'private'], exclude_external_shared_channels: true },
        },
        {
          optional: true,
          hint: 'Left empty, none is used, and what would be posted there is posted nowhere.',
        },
      );
    case 'typed':
      return input(
        inputs.value,
        'Value',
        {
          ...{ type: 'plain_text_input', ...common, max_length: mostTyped },
          ...(now === '' ? {} : { initial_value: now }),
        },
        { ...hint },
      );
  }
}

/** Only where there is a choice. */
const placeInput = (places: Choice[]): Block[] => {
  const options = places.slice(0, limits.select.options).map((one) => option(one.label, one.value));
  const [first] = options;
  return first
    ? [
        input(inputs.place, 'For', {
          type: 'static_select',
          action_id: inputs.place,
          options,
          initial_option: first,
        }),
      ]
    : [];
};

const stageInput = (stages: string[]): Block[] =>
  stages.length > 0
    ? [
        input(
          inputs.stage,
          'Stage',
          {
            type: 'static_select',
            action_id: inputs.stage,
            options: stages.slice(0, limits.select.options).map((stage) => option(stage, stage)),
          },
          { optional: true, hint: 'Left empty, it holds in every stage.' },
        ),
      ]
    : [];
