/** How long cards wait and can be taken back, and how many there are. */
import { cards, days } from './entry-kinds.ts';
import type { Setting } from './setting.ts';

export const cardEntries: Setting[] = [
  days(
    'expire_days',
    'Cards expire after',
    'A card without a decision expires after this many days; nothing is changed then.',
    7,
    1,
    90,
  ),
  days('undo_days', 'Undo for', 'A change can be undone with one tap for this many days.', 30, 1, 365),
  days('reopen_days', 'Reopen for', 'A rejected card can be opened again for this many days.', 7, 1, 90),
  days(
    'raw_payload_days',
    'Raw input kept for',
    'Raw input from Slack and of runs is deleted after this many days.',
    7,
    1,
    365,
  ),
  {
    name: 'remind_hours',
    label: 'Remind after',
    meaning: 'A card without a decision reminds once, after this many hours.',
    type: 'whole number',
    unit: 'hours',
    min: 1,
    max: 720,
    default: 24,
    scopes: [],
  },
  cards(
    'cards_per_run',
    'Cards per run',
    'An agent opens at most this many cards in one run, the most valuable first; the rest waits.',
    10,
    1,
  ),
  cards(
    'cards_open',
    'Cards open at once',
    'An agent opens no further card while this many of its cards wait for a decision.',
    25,
    1,
  ),
  cards(
    'cards_first_run',
    'Cards at first',
    'Until one of its cards is closed, an agent opens at most this many, unless somebody asks it to run.',
    1,
    0,
  ),
  cards(
    'lead_cards_first',
    'Lead cards at first',
    'Where no lead has a card yet, at most this many are posted at once.',
    3,
    0,
  ),
  cards(
    'lead_cards_at_once',
    'Lead cards at once',
    'At most this many lead cards are posted in one go; the rest follows.',
    20,
    1,
  ),
];
