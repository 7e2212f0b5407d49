/** One deal, and the form that edits it for those who may. */
import { count, day } from '../src/story/format.ts';
import type { DealLine } from './columns.ts';
import { fieldInput, type ShownField } from './fields.ts';
import { type Kept, keep } from './forms.ts';
import { about, actions, forms } from './ids.ts';
import { button, type Card, context, type Here, type Modal, modal, row, section, unfolded } from './kit.ts';
import { limits } from './limits.ts';
import { bold, data, instant, lines, md, name, spoken } from './text.ts';
import { amount, clockSetTo, footRow } from './words.ts';

export type DealCard = { requestId: string; deal: DealLine; asOf: Date; mayEdit: boolean };

export const dealCard = (view: DealCard, here: Here): Card => {
  const { deal } = view;
  const since = deal.daysInStage === null ? '' : ` for ${count(deal.daysInStage, 'day')}`;
  const first = `${deal.stage ?? 'No stage'}${since}, ${amount(deal.amount, deal.currency, here)}, ${deal.owner ?? 'no owner'}`;
  const line = (label: string, value: string | null) =>
    md`${bold(data(label))}  ${data(value ?? 'empty', 200)}`;
  const activity =
    deal.lastActivityOn === null || deal.daysSinceActivity === null
      ? null
      : `${day(deal.lastActivityOn)}, ${count(deal.daysSinceActivity, 'day')} ago`;
  return {
    text: spoken(`${deal.name}: ${first}. Close date ${deal.closeDate ? day(deal.closeDate) : 'empty'}.`),
    blocks: [
      section(lines(bold(name(deal.name)), data(first))),
      unfolded(
        lines(
          line('Close date', deal.closeDate && day(deal.closeDate)),
          line('Next step', deal.nextStep),
          line('Account', deal.account),
          line('Product', deal.product),
          line('Territory', deal.territory),
          line('Last activity', activity),
        ),
      ),
      context(md`Deal ${deal.id}`, md`As of ${instant(view.asOf)}`, clockSetTo(here)),
      ...row(
        view.mayEdit &&
          button(actions.editDeal, 'Edit', { value: about('deal', deal.id), label: `Edit: ${deal.name}` }),
      ),
      ...footRow('request', view.requestId, deal.name),
    ],
  };
};

export const editDealForm = (
  view: { dealId: string; name: string; fields: ShownField[]; place: Kept },
  here: Here,
): Modal =>
  modal({
    callbackId: forms.editDeal,
    title: 'Edit deal',
    submit: 'Save',
    keep: keep({ ...view.place, dealId: view.dealId }),
    blocks: [
      section(bold(name(view.name))),
      ...view.fields.slice(0, limits.modal.inputs).map((field) => fieldInput(field, here)),
    ],
  });
