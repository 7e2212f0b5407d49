/** People correct themselves while they write: "deals in proposal, no wait, negotiation". */

/** What comes before is taken back, however it reads. */
const takenBack =
  /\s*(?:\.{2,}|[,;-])?\s*\b(?:no,? wait|wait,? no|(?<!\bcanary )wait|no,? sorry|sorry,?(?: i mean)?|scratch that|strike that|scrap that|correction|i meant|make that(?! an? )|or rather|ugh|hm+,? no|(?<=\.\. ?)no|(?<=[,.;?-] )no(?=[,:]))\b[\s,.:;!-]*/i;
/** These correct only where the whole cannot be read with them. */
const perhaps =
  /(?<=[\p{L}\d])[.!;]\s+(?=\p{L})|\s*(?:\.{3,}\s*(?:(?:i mean|actually|well|no)\b[\s,.:;!-]*)?|,?\s*\bi mean\b[\s,.:;!-]+)/iu;

/** The beginning and what corrects it; null where nothing does. `surely`: the beginning is taken back by the words. */
export function corrected(text: string): { head: string; tail: string; surely: boolean } | null {
  return cut(text, takenBack, true) ?? cut(text, perhaps, false);
}

function cut(text: string, at: RegExp, surely: boolean): ReturnType<typeof corrected> {
  const found = at.exec(text);
  if (!found) return null;
  const head = text.slice(0, found.index).trim();
  const tail = text
    .slice(found.index + found[0].length)
    .replace(/,? sorry\W*$/i, '')
    .trim();
  if (head === '' || !/[\p{L}\p{N}]{2}/u.test(tail)) return null;
  return { head, tail: withWhose(head, tail), surely };
}

/** "Dan's activity… I mean his deals": whose they are was said before. */
function withWhose(head: string, tail: string): string {
  const named = /^(\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)\b/u.exec(head)?.[1];
  const owner = /(\p{L}[\p{L}.-]*(?: \p{L}[\p{L}.-]*)?)'s\b/u.exec(head)?.[1] ?? named;
  return owner ? tail.replace(/\b(?:his|her|their)\b/i, `${owner}'s`) : tail;
}

/** For whom or for what it is asked: "my boss Nora asked for …", "… for the board meeting on Monday". */
const asides = [
  /^\W*(?:(?:so|hey|hi|ok|okay|well|um|uh)\b[\s,]*)*(?:my|our|the) (?:boss|manager|vp|ceo|cfo|coo|cro|director|team lead|head of \w+|board|customer|client|colleague)(?: \p{L}+)?,? (?:has )?(?:just )?(?:asked|asks|wants|needs|wanted|needed|is asking|was asking|keeps asking|would like)(?: me| us)?(?: to (?:see|know|get|have|show|send|pull))?(?: for| about)?\b(?:\s(?:an?|the|this|some) (?:lists?|reports?|overview|summary|numbers?|figures?|table) (?:for|by|on|until) (?:today|tomorrow|next week|\p{L}+day)(?=\s?[:,;.]))?/iu,
  /\b(?:for|before|in|ahead of) (?:my|the|our|a|an|tomorrow's|today's|monday's|friday's) (?:1:1|1on1|one on one|one-on-one|(?:board |team |sales |staff |weekly |pipeline |forecast |deal |account )?(?:meeting|deck|call|review|standup|stand-up|sync|presentation|qbr|slides?|update|offsite))(?: with (?:the )?\p{L}+(?: \p{Lu}\p{L}+)?)?(?: (?:today|tomorrow|later|this (?:morning|afternoon|week)|next week|on \p{L}+day))?(?=[\s,.:!?]|$)(?! on \d)/iu,
];

/** Leaves out what says only why or for whom; everything else keeps its place. */
export const withoutAsides = (text: string): string =>
  asides.reduce((left, aside) => left.replace(aside, (found) => ' '.repeat(found.length)), text);

/** "Scrap that, show …": a new question, whatever was asked before in the thread. */
export const anew =
  /^\W*(?:(?:scrap|scratch|forget|strike|drop) (?:that|it|this|all that|about it|about that)|never ?mind(?: that)?(?! (?:anything|everything|those|the|deals)\b)|nvm|start over|new question|different question)\b[\s,.:;!-]+(?=\S)/i;
