/** "Claim lead L-203", "I'll take the Hooli lead", "claim it". */
import { type CommandRead, command, type Talk } from './read.ts';
import { isPointing, thingOf } from './things.ts';

const verbs =
  /^(?:claim|grab|snag|nab|bag|take|taking|pick up|pick|call|reserve|(?:i'll|i will|i'd like to|i'd|i can|i could|i want to|let me|i) (?:take|have|grab|claim|work|handle|get|own|do|call|pick up)|i(?:'ve)? got|(?:can|may|could) i (?:have|get|take|grab|claim)|give me|get me|put me (?:down for|on)|sign me up for|dibs on|mine|i want|assign me)\b[:!,]*\s*(.*)$|^(\S.*?) (?:is mine|for me|goes to me|to me)$/;
// "Give me lead sources" is a question.
const oneLead =
  /^(?:the |that |this )?\S.* lead$|^(?:the )?lead [a-z]+-[\w-]+$|^l-[\w-]+$|^(?:this|that|the) lead$/;
const trailing =
  /(?:\s+(?:for me|for myself|to me|now))?(?:\s+before (?:somebody|someone|anybody|anyone|others?)\b.*)?$/;

// "Claim lead L-203 please, is that how it works?"
const behindId =
  /^((?:the )?(?:lead )?[a-z]{1,3}-\d+)(?:[\s,.;!]+(?:please|pls|thanks|thx|ok|okay|right)\b|[,.;!]| [-–]).*$/;

export function claiming(text: string, bare: string, talk: Talk): CommandRead | null {
  const found = verbs.exec(bare);
  if (!found) return null;
  const claims = /\bclaim\b|^dibs/.test(bare);
  const said = (found[1] ?? found[2] ?? '').replace(trailing, '').replace(behindId, '$1').trim();
  if (/^(?:a|any|the next|another)?\s*(?:leads?)?$/.test(said))
    return claims || /lead/.test(said) ? command({ do: 'claim', lead: null }) : null;
  const pointing = isPointing(said);
  if (pointing && talk.it?.kind !== 'lead' && !claims && !/lead/.test(said)) return null;
  if (!claims && !pointing && !oneLead.test(said)) return null;
  const thing = thingOf(text, said, talk);
  if (thing === null) return { unread: said };
  if ('lacks' in thing)
    return { lacks: 'Which lead is meant? Say its name or id.', completes: 'claim lead …' };
  return thing.kind === 'deal'
    ? { lacks: 'Leads are claimed; which lead is meant?', completes: 'claim lead …' }
    : command({ do: 'claim', lead: { ...thing, kind: 'lead' } });
}
