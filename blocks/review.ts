/** Review (ux.md 3.3): what waits in a group, one deal a page. */
import { exceptionBody } from './exception.ts';
import { type Kept, keep } from './forms.ts';
import { actions, forms, shown } from './ids.ts';
import { button, context, type Here, type Modal, modal, row, section } from './kit.ts';
import { type ExceptionCard, plainHeadline } from './proposal.ts';
import { data, plainly } from './text.ts';

/** `said` is what the last press came to; `at` counts from 1. */
export const reviewPage = (
  view: { card: ExceptionCard; at: number; of: number; said: string | null; kept: Kept },
  here: Here,
): Modal => {
  const { card } = view;
  const options = { value: shown(card.id, card.hash), of: plainly(plainHeadline(card, here)) };
  return modal({
    callbackId: forms.review,
    title: 'Review one by one',
    keep: keep(view.kept),
    blocks: [
      context(data(`${view.at} of ${view.of}`), view.said !== null && data(view.said)),
      ...exceptionBody(card, here),
      ...row(
        card.wants.kind !== 'form' && button(actions.approve, 'Approve', { ...options, style: 'primary' }),
        button(actions.edit, card.wants.kind === 'form' ? 'Fill in' : 'Edit', options),
        button(actions.reject, 'Reject', options),
        button(actions.skip, 'Skip', options),
      ),
    ],
  });
};

/** Nothing is left on any page. */
export const reviewEnd = (view: { said: string | null; sentence: string }): Modal =>
  modal({
    callbackId: forms.notice,
    title: 'Review one by one',
    blocks: [section(data([view.said, view.sentence].filter((part) => part !== null).join(' ')))],
  });
