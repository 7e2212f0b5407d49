import type { Agent } from '../nouns.ts';
import { accountEnrichable } from './account-contract.ts';
import { amountChanged } from './amount-changed.ts';
import { amountOfDeal, amountsOfTeam } from './amount-patterns.ts';
import { closeDatePast } from './close-date-past.ts';
import { closeDatePushed } from './close-date-pushed.ts';
import { emailDomainSilent, emailWrong, phoneWrong } from './contact-contracts.ts';
import { contactsUnanswered } from './contacts-unanswered.ts';
import { formUnanswered } from './form-unanswered.ts';
import { noActivity } from './no-activity.ts';
import { nudgeUnanswered } from './nudge-unanswered.ts';
import { overCapacity } from './over-capacity.ts';
import { ownerChangedLate } from './owner-changed.ts';
import { productUnlisted } from './product-unlisted.ts';
import { propose } from './propose.ts';
import { proposeRecord } from './propose-record.ts';
import { requiredFieldsMissing } from './required-fields.ts';
import { stageMovedBack } from './stage-moved-back.ts';
import { staleInStage } from './stale-in-stage.ts';

/** Keeps the pipeline honest: deals that do not move, deals that nobody looks after, dates that have passed. */
export const pipeline: Agent = {
  name: 'pipeline',
  label: 'Pipeline agent',
  version: 2,
  metric: 'Share of its proposals that people accept unchanged',
  hears: ['figure_off'],
  triggers: [
    requiredFieldsMissing,
    productUnlisted,
    staleInStage,
    closeDatePast,
    noActivity,
    closeDatePushed,
    stageMovedBack,
    ownerChangedLate,
    amountChanged,
  ],
  records: {
    triggers: [emailWrong, emailDomainSilent, phoneWrong, accountEnrichable],
    propose: proposeRecord,
  },
  figures: [overCapacity, nudgeUnanswered, formUnanswered, contactsUnanswered, amountOfDeal, amountsOfTeam],
  propose,
};
