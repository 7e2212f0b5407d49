/** Why (ux.md 3.5): one screen that explains one thing. */
import { actions, forms } from './ids.ts';
import { type Block, button, context, divider, type Here, type Modal, modal, row, section } from './kit.ts';
import { bold, data, joined, md } from './text.ts';

/** Each line is a label and one or two sentences; lines without a sentence are left out. */
export type WhyView = {
  headline: string;
  lines: {
    label: 'Because' | 'Read' | 'Decided' | 'Woken by' | 'Versions' | 'After' | 'Like it';
    text: string;
  }[];
  /** "Raw input was deleted after 7 days, as set." */
  notes: string[];
  /** The change that can be undone from here. */
  undo: string | null;
};

export const whyView = (view: WhyView, _here: Here): Modal => {
  const blocks: Block[] = [
    section(bold(data(view.headline))),
    ...view.lines
      .filter((line) => line.text !== '')
      .map((line) => section(joined([bold(data(line.label)), data(line.text, 2000)], '   '))),
  ];
  return modal({
    callbackId: forms.why,
    title: 'Why',
    blocks: [
      ...blocks,
      ...(view.notes.length > 0 ? [divider(), context(...view.notes.map((note) => data(note)))] : []),
      ...row(
        view.undo !== null &&
          button(actions.undo, 'Undo', { value: view.undo, label: `Undo: ${view.headline}` }),
      ),
    ],
  });
};

/** Nothing of it is this person's to see. */
export const whyHidden = (reason: string): Modal =>
  modal({ callbackId: forms.why, title: 'Why', blocks: [section(md`${reason}`)] });
