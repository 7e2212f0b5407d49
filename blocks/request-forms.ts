/** The form in which some of what a confirmation is about is left out. */
import { keep } from './forms.ts';
import { forms, inputs } from './ids.ts';
import { input, type Modal, modal, option, section } from './kit.ts';
import { limits } from './limits.ts';
import { bold, data } from './text.ts';

export const chooseForm = (view: {
  requestId: string;
  headline: string;
  of: { id: string; label: string; chosen: boolean }[];
}): Modal => {
  const most = limits.checkboxes.options;
  const lists = [view.of.slice(0, most), view.of.slice(most, 2 * most)].filter((list) => list.length > 0);
  return modal({
    callbackId: forms.leaveOut,
    title: 'Choose',
    submit: 'Use these',
    keep: keep({ requestId: view.requestId }),
    blocks: [
      section(bold(data(view.headline))),
      ...lists.map((list, n) => {
        const options = list.map((one) => ({ chosen: one.chosen, option: option(one.label, one.id) }));
        const ticked = options.filter(({ chosen }) => chosen).map((one) => one.option);
        return input(
          inputs.keep(n),
          n === 0 ? 'These' : 'And these',
          {
            type: 'checkboxes',
            action_id: inputs.keep(n),
            options: options.map((one) => one.option),
            ...(ticked.length > 0 ? { initial_options: ticked } : {}),
          },
          { optional: true, ...(n === 0 ? { hint: 'What is not ticked stays as it is.' } : {}) },
        );
      }),
    ],
  });
};
