/** What happens to a field, in a rule: "the amount drops by more than 20%", "the close date of a deal over 100k slips by 30 days". */
import type { FieldMove } from '../../sales/moves.ts';

/** `deals`: limits said beside it, of the deals. `asks`: it is one, and what of it is not read. */
export type MoveRead = { move: FieldMove; deals: string | null; notes: string[] } | { asks: string } | null;

type Way = FieldMove['way'];
const be = '(?:is|are|was|were|gets?|got|has been|have been|being)';
const turned = (plainly: string, done: string): string => `(?:${plainly}|${be} (?:${done}))`;
const verbs: Record<'amount' | 'close_date' | 'owner', [Way, string][]> = {
  amount: [
    [
      'down',
      turned(
        'drops?|dropped|falls?|fell|shrinks?|shrank|decreases?|decreased|declines?|declined|goes down|went down|sinks?|sank',
        'cut|reduced|lowered|decreased|cut down',
      ),
    ],
    [
      'up',
      turned(
        'rises?|rose|grows?|grew|increases?|increased|goes up|went up|jumps?|jumped|climbs?|climbed',
        'raised|increased|put up',
      ),
    ],
    ['any', turned('changes?|changed|moves?|moved', 'changed|edited|altered|updated')],
  ],
  close_date: [
    [
      'up',
      turned(
        'slips?|slipped|moves? out|moved out|moves? back|moved back|gets? later',
        'pushed(?: out| back)?|moved (?:out|back|later)|postponed|delayed|put off|put back',
      ),
    ],
    [
      'down',
      turned(
        'moves? (?:up|in|forward)|moved (?:up|in|forward)|gets? earlier',
        'pulled (?:in|forward)|brought forward|moved (?:in|up|forward|earlier)',
      ),
    ],
    ['any', turned('changes?|changed|moves?|moved', 'changed|edited|altered|updated|moved')],
  ],
  owner: [['any', turned('changes?|changed', 'changed')]],
};
const called: Record<keyof typeof verbs, string> = {
  amount: '(?:amount|value|size|deal size|deal value|deal amount)',
  close_date: '(?:close date|closing date|expected close|expected close date)',
  owner: '(?:owner|rep|deal owner)',
};
const article = '(?:the |its |an? |any |one )?';
const aDeal = '(?:the |an? |any |each |every )?(?:open )?(?:deal|opportunity|opp)s?';

const ofDeal: [RegExp, FieldMove][] = [
  [
    /^(?<deal>.+?) (?:changes hands|changed hands|changes (?:its )?owners?|gets? (?:a new|another) owner|is reassigned|gets reassigned|is handed over)$/,
    { field: 'owner', way: 'any', by: null },
  ],
  [
    /^(?<deal>.+?) (?:goes|moves|went|moved|falls|fell|slips|is moved|gets moved|was moved) (?:back|backwards?)(?: (?:a|one) stage| in (?:its |the )?stages?| to an earlier stage)?$/,
    { field: 'stage', way: 'down', by: null },
  ],
];
const stageBack = new RegExp(
  `^${article}(?:deal's )?stage(?: of ${aDeal}(?<deal> .+?)?)? (?:goes|moves|went|moved|is moved|gets moved) (?:back|backwards?)$`,
);

export function moveIn(words: string): MoveRead {
  const back = stageBack.exec(words);
  if (back)
    return { move: { field: 'stage', way: 'down', by: null }, deals: limitsOf(back.groups?.deal), notes: [] };
  for (const field of ['amount', 'close_date', 'owner'] as const)
    for (const [way, verb] of verbs[field]) {
      const found = fieldFirst(field, verb).exec(words)?.groups;
      if (!found) continue;
      const by = found.by === undefined ? { by: null, notes: [] } : sizeOf(found.by, field);
      if (by === null)
        return {
          asks: `By how much is not understood: "${found.by}". Say a share or an amount ("by more than 20%", "by $50,000 or more") or days ("by more than 30 days").`,
        };
      return { move: { field, way, by: by.by }, deals: limitsOf(found.deal ?? found.whose), notes: by.notes };
    }
  for (const [pattern, move] of ofDeal) {
    const deal = pattern.exec(words)?.groups?.deal;
    if (deal === undefined) continue;
    const limits = new RegExp(`^${aDeal}\\b(?<rest>.*)$`).exec(deal)?.groups?.rest;
    if (limits !== undefined) return { move, deals: limitsOf(limits), notes: [] };
  }
  return null;
}

const fieldFirst = (field: keyof typeof verbs, verb: string): RegExp =>
  new RegExp(
    `^(?:${article}(?:deal's )?|${aDeal}(?<whose> .+?)?'s? )${called[field]}(?: (?:of|on) ${aDeal}(?<deal> .+?)?)? ${verb}(?: by (?<by>.+))?$`,
  );

const limitsOf = (words: string | undefined): string | null => words?.trim() || null;

const number = '\\$?(?<value>\\d[\\d,]*(?:\\.\\d+)?)\\s?(?<many>k|m|thousand|million)?';
const size = new RegExp(
  `^(?<more>more than |over |above |at least |a minimum of )?(?:${number}|(?<one>an?|one|two|three|four|six))(?<unit>\\s?%| ?percent| days?| weeks?| months?)?(?<least> or more| or over)?$`,
);
const spoken: Record<string, number> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, six: 6 };

function sizeOf(words: string, field: FieldMove['field']): { by: FieldMove['by']; notes: string[] } | null {
  const found = size.exec(words)?.groups;
  if (!found || field === 'owner' || field === 'stage') return null;
  const { more = '', one, many = '', unit = '', value = '' } = found;
  const plain = one === undefined ? Number(value.replaceAll(',', '')) : (spoken[one] ?? 0);
  const times = /^(?:k|thousand)$/.test(many) ? 1_000 : many === '' ? 1 : 1_000_000;
  const including = !/^(?:more|over|above)/.test(more);
  const amount = plain * times;
  const as = unit.trim();
  if (field === 'close_date') {
    const days = { d: 1, w: 7, m: 30 }[as.charAt(0)];
    if (days === undefined || many !== '') return null;
    const notes = days === 30 ? ['A month is taken as 30 days.'] : [];
    return { by: { value: amount * days, including, unit: 'days' }, notes };
  }
  if (as === '%' || as === 'percent')
    return many === '' ? { by: { value: amount, including, unit: 'percent' }, notes: [] } : null;
  return as === '' && one === undefined
    ? { by: { value: amount, including, unit: 'money' }, notes: [] }
    : null;
}
