/** How leads are taken in and looked after. */
import { days, minutes } from './entry-kinds.ts';
import type { Setting } from './setting.ts';

export const leadEntries: Setting[] = [
  days(
    'lead_card_days',
    'Lead cards for',
    'Only leads that came within this many days get a card of their own.',
    7,
    1,
    90,
  ),
  minutes(
    'lead_remind_minutes',
    'Remind of a lead after',
    'A lead that nobody claims is brought up in its thread after this many minutes.',
    15,
  ),
  minutes(
    'lead_escalate_minutes',
    'Lead to a manager after',
    'A lead that nobody claims goes to a manager after this many minutes.',
    60,
  ),
  {
    name: 'repeat_limit',
    label: 'Told above arrivals',
    meaning: 'The owner of intake is told when one person comes in again more often than this within a day.',
    type: 'whole number',
    min: 1,
    max: 1_000,
    default: 3,
    scopes: [],
  },
  {
    name: 'intake_budget_usd',
    label: 'Model budget of intake per day',
    meaning: 'Leads are read with language models for up to this many US dollars a day; then by rules alone.',
    type: 'number',
    min: 0,
    max: 1_000,
    default: 1,
    scopes: [],
  },
];
