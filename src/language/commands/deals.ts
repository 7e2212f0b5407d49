/** "Deal Acme Platform", "who owns Acme Platform": the rest is a deal's name as the CRM knows it, so it is taken as typed. */
import { fold } from '../text.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';

const pointing = /^(?:it|this|that|this deal|that deal|this one)$/;

const which = (completes: string): CommandRead => ({
  lacks: 'Which deal is meant? Say its name or id.',
  completes,
});

/** "D-2481", "show me D-2481", "what about D-2481": the id says that it is a deal. */
const byId =
  /^(?:(?:show|open|see|view|find|get|give|look up|look at|display|pull up|bring up|go to|what is|whats|what's|what about|how about|and|tell|about|details (?:of|on|for|about)|info on|(?:the )?(?:status|card|details) (?:of|for)|me|us|the|deal|opportunity|id|no|number)\s+)*#?((?:d|deal|opp|opportunity)-\d[a-z0-9-]*)(?:'s)?(?: (?:details|card|status|please))*$/;

export function deal(text: string, bare: string, talk: Talk): CommandRead | null {
  const id = byId.exec(bare)?.[1];
  if (id !== undefined) {
    const typed = asTyped(text, id, fold) ?? id;
    return command({ do: 'deal', name: /^d-\d+$/i.test(typed) ? typed.toUpperCase() : typed });
  }
  const start =
    /^(?:show|open|see|view|find|get|look up|display)?\s*(?:me\s+)?(?:the\s+)?deal(?:\s*[:#]\s*|\s+(?:called|named)\s+|\s+)(.+)$/.exec(
      bare,
    );
  const after = start ? asTyped(text, start[1] ?? '', fold) : null;
  if (after && !/^(?:s|sizes?|values?|amounts?|counts?|owner|owners|stages?)\b/.test(fold(after)))
    return command({ do: 'deal', name: after });
  if (/^(?:show|open|see|view|look up|display)\s+(?:me\s+)?(?:it|this|that|this deal|that deal)$/.test(bare))
    return talk.it?.kind === 'deal' ? command({ do: 'deal', name: talk.it.id }) : which('deal …');
  const owner =
    /^(?:who(?:'s| is)?\s+(?:owns?|the owner of|owning|handles|works on|has|responsible for)|owner of|whose(?: deal)? is)\s+(?:the\s+)?(?:deal\s+)?(.+?)(?:\s+deal)?$/.exec(
      bare,
    );
  if (!owner) return null;
  if (pointing.test(owner[1] ?? ''))
    return talk.it?.kind === 'deal' ? command({ do: 'owner', name: talk.it.id }) : which('who owns …');
  const name = asTyped(text, owner[1] ?? '', fold);
  return name &&
    !/^(?:not|never|yet)\b|\b(?:deals|(?:first|second|third|biggest|largest|smallest|oldest|newest|latest|longest|shortest|fastest|slowest|best|worst|cheapest|most valuable)(?: (?:one|deal))?$|most|highest|lowest|cycles?|rates?|coverage|attainment|quota|pipeline|opportunities|over|under|without|blanks?|missing|no|count|fewest|many|more|less)\b/.test(
      fold(name),
    )
    ? command({ do: 'owner', name })
    : null;
}
