/** Sentences that set a limit without a verb for it: "negotiation deals are stale after 21 days", "discounts over 12% need approval". */

const asks =
  '(?!which\\b|what|how|who|are\\b|is\\b|do\\b|does\\b|did\\b|show|list|count|any\\b|why|when\\b|where\\b|give\\b|find\\b)';
const approved =
  '(?:need|needs|require|requires|must have|must get|have to have|should have|should need|go to|goes to|must go to|must be|have to be|has to be|should be|needs? to be|only with|not without|want|wants)\\b.{0,12}\\b(?:an |my |your |our |their |the |a )?(?:approvals?|approver|approved|sign-?off|signed off|ok)\\b';

const stale = new RegExp(
  `^${asks}(?:\\S+\\s.*?)?\\b(?:are|is|become|becomes|count as|counts as|counted as|go|goes|get|should be|should count as|should become|considered|treated as|turn|turns)\\s+(?:as )?(?:stale|inactive|stuck|quiet|dead)\\s+(?:after|from|at|when over|over|past)\\s+\\S`,
);
const treated =
  /^(?:treat|consider|count|regard|call|mark)\s+.*\b(?:stale|inactive|stuck|quiet|dead)\s+(?:after|from|at|over)\s+\S/;
const idle =
  /^(?:no activity|without activity|untouched|nothing) (?:for|after|in) .+\b(?:should |must |is to )?(?:counts?|be|is|means?)\b.* (?:inactive|quiet|stale)$/;
const meaning =
  /^(?:(?:for|in) (?!deals)\S.{0,40}?,? )?(?:no activity|inactivity|inactive|stale|gone quiet|quiet)(?: now)? (?:means|shall mean|should mean|is|starts (?:at|after|from)|begins (?:at|after|from)) (?:from |after |at least )?\d+ ?(?:days?|d|weeks?)(?: (?:for|in) \S.{0,40})?$/;
const needing = new RegExp(
  `^${asks.replace('|any\\b', '')}(?!.*\\b(?:that|which)\\b)(?=.*\\d).*\\b(?:discounts?|bulk|deals?|changes|edits|updates|records|anything|everything|amounts?)\\b.*\\b${approved}`,
);
const asking =
  /^(?:require|ask for|want|need) (?:an )?(?:approvals?|approver) (?:for|on|of|above|over|from)\s.*\d|^approvals? (?:are |is )?(?:needed|required|from|above|over|for)\b.*\d/;
const acting =
  /^(?:(?:agents? |you |they )?(?:do not|don't|dont|should not|shouldn't|may not|must not|never) act|only act|act only|(?:ask|check with) (?:a person|me|us|somebody|someone|a human)?)(?: alone| by (?:themselves|yourself))?\s*(?:below|under|when|if|unless|above|over|at|from)\s.*\d/;
const sure =
  /^(?:require|demand|want|need|be)\b.{0,20}\b(?:at least )?\d+ ?(?:%|percent).{0,12}\b(?:confiden(?:ce|t)|sure|certain)\b/;
const capped =
  /\b(?:should|may|must|can|could)(?:not|n't| not)? (?:only )?(?:make |do |have |write )?(?:at most|no more than|more than|over|up to|max(?:imum)?)\b.*\b(?:per|an|a|each|every) hour|\b(?:may|can|should) (?:only )?(?:make |do |have )?\d+ \w+ (?:per|an|a|each|every) hour|^(?:max(?:imum)?|at most|at|only|up to) \d+ (?:changes|actions|edits|updates|writes|things) (?:per|an|a|each|every) hour\b|^(?:max(?:imum)?|at most|only|up to) \d+ (?:(?:messages|nudges) (?:per|an|a|each|every) (?:hour|day)|(?:changes|edits|updates|writes) (?:per|a|each|every) day)\b/;
const short =
  /^stale (?:after |threshold |limit )?[:=]?\s*\d+\s*d(?:ays?)?\b|^(?:stale|inactive|quiet) after \S/;
const most =
  /^(?:max(?:imum)?|minimum|min|highest|largest|top|no more than|at most|allow(?:ed)?|permit)\b.{0,24}\b(?:discounts?|bulk|confidence)\b.*\d|^(?:allow|permit) \d.*\bdiscounts?\b/;
const cards =
  /^(?:cards expire|remind(?: me| people| approvers| them)?) (?:after|in) \d+ ?(?:d|days?|h|hours?|weeks?)$/;
const placed =
  /^(?:stale|inactive|inactivity|stuck|no activity|discount|bulk)(?: (?:limit|threshold|days|deals))? (?:for|in|on) \S.{0,40}? (?:should be|shall be|must be|ought to be|is to be|has to be|needs to be|is now|becomes|=|:) (?:\S+ ){0,2}?\d+ ?(?:days?|d|weeks?|w|%|percent)\b/;
const equals =
  /^(?:the |our )?(?:stale|inactivity|discount|confidence|bulk|hourly|approval)[\w ]{0,24}\s*(?:=|:|->|\bto\b)\s*\$?\d/;
const before =
  /^(?:\S+(?: \S+)?[:,] )?(?:after )?\d+ ?(?:d|days?|w|weeks?) (?:before|until|till|and then|then|and) (?:an? |the |our )?(?:deals?|opps?|opportunit(?:y|ies)) (?:counts?|is|are|becomes?|goes?|go|turns?|should count)(?: as)? (?:stale|inactive|dead|quiet|stuck)\b/;
const countsAs =
  /\b(?:before|until|till|and|then|after|counts?|becomes?|goes?|go|turns?|should count|as|is|are)\b/g;

const notActing =
  /^(?:agents? |you |they )?(?:do not|don't|dont|should not|shouldn't|may not|must not|never) act\b/;

/** The words in which the limit and its value are looked for; null where the sentence states none. */
export function statedLimit(text: string): string | null {
  if (acting.test(text) || sure.test(text)) {
    const said = text.replace(notActing, 'act').replace(/^(ask|check with) (?:me|us)\b/, '$1');
    return /confiden/.test(said) ? said : `confidence ${said}`;
  }
  if (capped.test(text)) return text.replace(/\b(should|may|must|can|could)(?:not|n't| not)\b/, '$1');
  if (before.test(text)) return text.replace(countsAs, ' ');
  if (idle.test(text)) return text.replace(/\b(?:inactive|quiet|stale)$/, '');
  return [stale, treated, short, meaning, needing, asking, most, cards, placed, equals].some((pattern) =>
    pattern.test(text),
  )
    ? text
    : null;
}
