/** What the pipeline agent does about a deal: a new close date where the company's history has one, else a word to its rep. */
import { addDays } from '../../sales/days.ts';
import { count, day } from '../../story/format.ts';
import type { Agent, Deal, Held, Pace, Suggestion } from '../nouns.ts';
import { closeDatePast } from './close-date-past.ts';
import { productUnlisted } from './product-unlisted.ts';
import { requiredFieldsMissing } from './required-fields.ts';

export const propose: Agent['propose'] = (held, { pace, enoughCases, without = [] }) => {
  const { found: deal } = held[0];
  const is = (name: string) => held.some(({ trigger }) => trigger.name === name);
  const missing = is(requiredFieldsMissing.name) ? deal.missing : [];
  const unlisted = is(productUnlisted.name);
  if (missing.length > 0) return putBack(held[0]) ?? form(held[0], missing, unlisted);
  if (unlisted) return listed(held[0]) ?? form(held[0], [], true);
  const past =
    deal.closeDate !== null && deal.closeDate < deal.today && !without.includes(closeDatePast.name);
  return past && pace !== null && pace.cases >= enoughCases
    ? { ...newCloseDate(deal, pace), reason: reasonOf(held[0]) }
    : nudge(held, deal, past);
};

const reasonOf = ({ trigger, found, limit }: Held): string => trigger.why(found, limit);

/** It was moved on while that is blocked: back to where it came from. */
const putBack = (held: Held): Suggestion | null => {
  const { stage, putBackTo } = held.found;
  if (putBackTo === null) return null;
  return {
    wants: { kind: 'change', fields: [{ field: 'stage', before: stage, after: putBackTo }] },
    reason: reasonOf(held),
    basis: `No deal moves on to ${stage} before it is complete`,
  };
};

/** The same product under the name that it has in the price list. */
function listed(held: Held): Suggestion | null {
  const { product, nearest } = held.found;
  const [only, ...others] = nearest.filter(({ same }) => same);
  if (!only || others.length > 0) return null;
  return {
    wants: { kind: 'change', fields: [{ field: 'product', before: product, after: only.name }] },
    reason: reasonOf(held),
    basis: 'The same name, as it is written in the price list',
  };
}

/** Only somebody who knows the deal can say what is missing. */
const form = (held: Held, missing: string[], unlisted: boolean): Suggestion | null => {
  const { owner, manager, product } = held.found;
  const to = owner ?? manager;
  const instead = unlisted ? { fields: [...missing, 'product'], before: { product } } : { fields: missing };
  return (
    to && {
      wants: { kind: 'form', form: { to: to.id, ...instead } },
      reason: reasonOf(held),
      basis: null,
    }
  );
};

function newCloseDate(deal: Deal, pace: Pace): Omit<Suggestion, 'reason'> {
  // A close date of today would be past again tomorrow.
  const days = Math.max(1, Math.round(pace.days));
  return {
    wants: {
      kind: 'change',
      fields: [{ field: 'close_date', before: deal.closeDate, after: addDays(deal.today, days) }],
    },
    basis: `Today + ${count(days, 'day')}, the median remaining time of ${count(pace.cases, 'won deal')} from ${deal.stage}`,
    carries: [closeDatePast.name],
  };
}

function nudge(held: [Held, ...Held[]], deal: Deal, past: boolean): Suggestion | null {
  const to = deal.owner ?? deal.manager;
  if (!to) return null;
  const said = held.map(({ trigger, found, limit }, n) => trigger.says(found, limit, n > 0));
  const untold = past && !held.some(({ trigger }) => trigger.tells === 'close date');
  const date = untold && deal.closeDate ? `Its close date, ${day(deal.closeDate)}, is past.` : null;
  const ask = deal.nextStep
    ? `Is its next step still "${deal.nextStep.slice(0, 120)}"?`
    : 'It has no next step. Which one comes next?';
  return {
    wants: {
      kind: 'nudge',
      nudge: { to: to.id, text: [...said, date, ask].filter((sentence) => sentence !== null).join(' ') },
    },
    reason: reasonOf(held[0]),
    basis: null,
    ...(date === null ? {} : { carries: [closeDatePast.name] }),
  };
}
