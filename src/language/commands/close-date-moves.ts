/** "Deals that slipped last month", "what got pulled in this week": whose close date was moved then, and not how often it ever was. */

const show = '(?:(?:can you |could you )?(?:show|tell|give|list|find)(?: me)? )?';
const lead =
  '(?:(?:which|what|how many|number of|count of|all|any|all of|the|did|have|has|of the|those|our) )*';
const whose = `((?:my |my team's |open |\\S+'s? |\\S+ )*?)`;
const deals = '(?:deals?|opps?|opportunit(?:y|ies)|ones)';
const been = '(?:(?:that|which|who|have|has|had|did|were|was|got|get|been|being|their close dates?) )*';
const later =
  '(?:(?:slip(?:ped|ping|s)?|slid)(?: out)?|postponed|delayed|(?:pushed|kicked)(?: out| back| off| later)?|moved out|push(?:es|ing)? out)(?! (?:of|from)\\b)';
const earlier = '(?:(?:pulled|brought|moved) (?:in|forward in time|earlier)|pulled forward)';
/** "Deals over 50k that slipped": what else is said of them. */
const limits =
  '((?: (?:over|under|above|below|in|of|from|at|with|for|worth) .{1,40}?(?= (?:that|which|were|got|have|whose)\\b))?)';
const dates = '(?:close|closing) dates?';

const patterns: [RegExp, 'pushed' | 'pulled'][] = (
  [
    [later, 'pushed'],
    [earlier, 'pulled'],
  ] as const
).flatMap(([moved, only]): [RegExp, 'pushed' | 'pulled'][] => [
  [new RegExp(`^${show}${lead}${whose}${deals}${limits} ${been}${moved}(?= |$)(.*)$`), only],
  [
    new RegExp(
      `^${show}(?:what|anything|did anything|has anything|which)()()(?: has| have| got| was| were| did)* ${moved}(?= |$)(.*)$`,
    ),
    only,
  ],
  [new RegExp(`^${show}${lead}${whose}${moved} ${deals}()(?= |$)(.*)$`), only],
  [
    new RegExp(
      `^${show}${lead}${whose}${deals} (?:with|whose) (?:a |the |their )?${dates}() ${been}${moved}(?= |$)(.*)$`,
    ),
    only,
  ],
]);

/** Whose deals, what stands behind the verb, and which way the dates went; null where no such move is spoken of. */
export function closeDateMoves(
  bare: string,
): { whose: string; tail: string; only: 'pushed' | 'pulled' } | null {
  if (!/\b(?:slip|slid|push|postpone|delay|kick|pull|brought|moved (?:out|in|earlier))/.test(bare))
    return null;
  for (const [pattern, only] of patterns) {
    const [, of = '', said = '', tail] = pattern.exec(bare) ?? [];
    if (tail !== undefined) return { whose: of, tail: `${said}${tail}`, only };
  }
  return null;
}
