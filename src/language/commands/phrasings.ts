/** "Review phrasings", "phrasing 3", "switch off phrasing 3". */
import type { PhrasingStep } from '../request.ts';
import { type CommandRead, command } from './read.ts';

const review =
  /^(?:(?:review|show|list|see|check|open)(?: me)?(?: the| all| my| our| new| learned| waiting)* )?(?:phrasings|phrasings (?:to|for) review|phrasings (?:that wait|in use)|wordings to review)$/;
const single = /^(?:(?:review|show|see|open|check)(?: me)? )?(?:the )?phrasing #?(\d{1,9})$/;
const step =
  /^(accept|approve|reject|switch off|turn off|disable|restore|switch on|turn on|reopen) (?:the )?phrasing #?(\d{1,9})$/;
const steps: Record<string, PhrasingStep> = {
  accept: 'accept',
  approve: 'accept',
  reject: 'reject',
  'switch off': 'switch off',
  'turn off': 'switch off',
  disable: 'switch off',
  restore: 'restore',
  'switch on': 'restore',
  'turn on': 'restore',
  reopen: 'restore',
};

export function phrasings(bare: string): CommandRead | null {
  if (review.test(bare)) return command({ do: 'phrasings', one: null });
  const one = single.exec(bare)?.[1];
  if (one) return command({ do: 'phrasings', one: Number(one) });
  const [, verb = '', id] = step.exec(bare) ?? [];
  const taken = steps[verb];
  return taken && id ? command({ do: 'phrasing_step', step: taken, phrasing: Number(id) }) : null;
}
