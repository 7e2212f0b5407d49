import { requirable, requiredLabel } from '../../sales/required.ts';
import { day, list } from '../../story/format.ts';
import type { Found, Trigger } from '../nouns.ts';

/** An open deal in a stage that requires a field which is empty. What only the next stage requires is not asked for yet. */
export const requiredFieldsMissing: Trigger = {
  name: 'required_fields_missing',
  label: 'without its required fields',
  of: 'deal',
  condition: {
    all: [
      { field: 'status', is: 'open' },
      { any: requirable.map((field) => ({ field, missing: true as const, namedBy: 'required_fields' })) },
    ],
  },
  severity: 'attention',
  limit: 'required_fields',
  reads: ['required_fields'],
  why: (found) => `${fact(found)} (required in ${found.stage})`,
  because: (found) => `${fact(found)}; in ${found.stage} since ${day(found.since)}`,
  says: (found, _limit, again) =>
    `${again ? 'It' : found.deal} is in ${found.stage}, which needs ${fields(found)}.`,
  tells: 'fields',
  over: 'its required fields are filled in',
};

const fields = ({ missing }: Found): string => list(missing.map(requiredLabel));
/** "Amount and next step are missing" */
const fact = (found: Found): string => {
  const said = `${fields(found)} ${found.missing.length === 1 ? 'is' : 'are'} missing`;
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
};
