/** What a language model has copied out of a message, into what the rules have read. */
import { judge } from './judge.ts';
import type { Field, Loose, Reading } from './nouns.ts';
import type { Copied } from './reply.ts';
import { bare } from './words.ts';

/**
 * The reading with what the model has found of the fields that were open. What does not stand in the text is not taken,
 * so that nothing is made up; what is taken is as uncertain as any word that was told by its place.
 */
export function withCopied(reading: Reading, copied: Copied, wanted: readonly Field[]): Reading {
  const text = ` ${bare(reading.text)} `;
  const found = (['name', 'company', 'title'] as const).filter((field) => {
    const value = copied[field];
    return (
      wanted.includes(field) && value !== null && bare(value) !== '' && text.includes(` ${bare(value)} `)
    );
  });
  if (found.length === 0) return reading;
  const loose: Loose = {};
  const { lead } = reading;
  for (const field of ['name', 'email', 'company', 'title', 'message', 'phone', 'country'] as const)
    if (lead[field] !== null) loose[field] = { value: lead[field], found: 'header' };
  for (const field of found) loose[field] = { value: copied[field] ?? '', found: 'place' };
  const again = judge(loose, { text: reading.text });
  const kept = reading.uncertain.filter(
    (one) => !/^no (?:name|company)/.test(one) && !again.uncertain.includes(one),
  );
  const doubts = [
    ...again.uncertain.filter(
      (one) => one !== 'no e-mail' || !reading.uncertain.some((was) => was.startsWith('e-mail ')),
    ),
    ...kept,
  ];
  return {
    ...again,
    signs: reading.signs,
    lead: { ...again.lead, phoneExt: lead.phoneExt },
    uncertain: doubts,
    confidence: Math.min(reading.confidence + 0.1, again.confidence),
    needsReview: true,
  };
}
