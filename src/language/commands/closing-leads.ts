/** "Mark lead L-203 as not a lead", "L-203 is spam", "L-203 is a lead after all", "merge L-203 into L-204". */
import type { Thing } from '../request.ts';
import { fold } from '../text.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';
import { isPointing, thingOf } from './things.ts';

const none = '(?<none>not (?:a|really a) lead|no lead|spam|junk|an? (?:test|spammer))';
const because = '(?:(?:\\s*[:,;–-]|\\s+because)\\s*(?<reason>\\S.*))?';
const closes = [
  `(?:mark|flag|close|set|put) (?<what>\\S.*?) (?:as|to) ${none}${because}`,
  `(?<what>(?!is |was |are )\\S.*?) (?:is|was) ${none}${because}`,
].map((shape) => new RegExp(`^${shape}$`));
const opens = [
  /^(?:re-?open|restore) (?<what>\S.*?)(?: again)?$/,
  /^(?<what>(?!is |was |are )\S.*?) is (?:a|indeed a|really a) lead(?: after all)?$/,
];
const merges = /^merge (?<what>\S.*?) (?:into|with|to|in) (?<into>\S.*)$/;

export function closingLeads(text: string, bare: string, talk: Talk): CommandRead | null {
  const merge = merges.exec(bare)?.groups;
  if (merge && (isLead(merge.what, talk) || isLead(merge.into, talk))) {
    const [lead, into] = [leadOf(text, merge.what, talk), leadOf(text, merge.into, talk)];
    return lead && into
      ? command({ do: 'merge_lead', lead, into })
      : { lacks: 'Which lead is the same as which? Say both ids.', completes: 'merge lead …' };
  }
  if (/^merge (?:(?:the|this|that|a|my) )?(?:leads?|(?:lead )?l-[\w-]+)$/.test(bare))
    return { lacks: 'Which lead is the same as which? Say both ids.', completes: 'merge lead …' };
  for (const shape of closes) {
    const said = shape.exec(bare)?.groups;
    if (!said || !isLead(said.what, talk)) continue;
    const lead = leadOf(text, said.what, talk);
    if (lead) return command({ do: 'close_lead', lead, reason: reasonOf(text, said.none, said.reason) });
  }
  for (const shape of opens) {
    const said = shape.exec(bare)?.groups;
    if (!said || !isLead(said.what, talk)) continue;
    const lead = leadOf(text, said.what, talk);
    if (lead) return command({ do: 'reopen_lead', lead });
  }
  return null;
}

/** Deals and limits are closed and restored in other ways. */
const isLead = (said = '', talk: Talk): boolean =>
  /^l-[\w-]+$/.test(said) ||
  /^(?:(?:the|that|this) )?lead (?!sources?\b)\S/.test(said) ||
  /^(?:(?:the|that|this) )?(?!deals?\b|open\b)\S.* lead$/.test(said) ||
  (isPointing(said) && talk.it?.kind === 'lead');

function leadOf(text: string, said = '', talk: Talk): (Thing & { kind: 'lead' }) | null {
  const thing = thingOf(text, said, talk);
  return thing && !('lacks' in thing) && thing.kind !== 'deal' ? { ...thing, kind: 'lead' } : null;
}

function reasonOf(text: string, none = '', reason: string | undefined): string | null {
  if (reason !== undefined) return asTyped(text, reason, fold)?.slice(0, 200) ?? reason;
  if (/spam|junk/.test(none)) return 'Spam';
  return /test/.test(none) ? 'Only a test' : null;
}
