/** Why a command is wanted, said behind it: "…, she knows them", "because Dan is on leave". What could limit it is no reason. */

const subject =
  "(?:(?:s?he|they|it|we|i|there|that|this)(?:'\\p{L}+)?|(?:the|his|her|their|our|my) [\\p{L}' -]{2,30}?|[\\p{L}-]+(?: [\\p{L}-]+)?) ";
const happens =
  '(?:is|are|was|were|has|have|had|will|left|leaves|went|goes|quits?|resigned|asked|asks|wants?|needs?|knows?|works?)\\b';
const led = new RegExp(
  `^(.+?)[\\s,;.(–-]+((?:because|due to|(?:as|since|while|now that|given that|seeing that)(?= (?:s?he|they|it|we|i|there)\\b| ${subject}${happens}))\\s.+?)\\)?$`,
  'u',
);
const told = new RegExp(
  `^(.+?)(?:[,;.]\\s+|\\s+[–-]+\\s+|\\s+\\()((?:(?:s?he|they|it|we|i)\\b|${subject}${happens}).*?)\\)?$|^(.+ to \\S+(?: \\S+)?)\\s+((?:s?he|they)(?:'s|'re| is| are| has| have| was| were| left)\\b.*)$`,
  'u',
);
const limits =
  /\b(?:only|until|till|except|but|unless|if|when|keeps?|keeping|besides|without|apart|instead|rather|other than)\b/;
/** Without a "because" they say more: "…, they are in EMEA" may be those that are meant. */
const places = /\b(?:not|for|in|from|of|over|under)\b/;

/** `bare` folded. Null where no reason is told. */
export function withReason(bare: string): { rest: string; because: string } | null {
  const lead = led.exec(bare);
  const [rest, said] = lead ? [lead[1], lead[2]] : (told.exec(bare)?.slice(1).filter(Boolean) ?? []);
  if (rest === undefined || said === undefined) return null;
  if (limits.test(said) || (!lead && places.test(said))) return null;
  return {
    rest: rest.trim(),
    because: said.replace(/^(?:because|since|as|now that|given that|seeing that)\s+/, ''),
  };
}

/** Whether words go on from a name with something that a name has not. */
export const tellsMore = (words: string): boolean =>
  /[,;.(]|\s[–-]+\s|\b(?:because|due to|since|as|while|when|if|until|till|unless|except|but|only)\b/.test(
    words,
  );
