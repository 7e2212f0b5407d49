/** "In Negotiation an amount, a close date and a next step are required", "require a next step in Proposal", "nothing is required in Contract". */
import { type Requirable, requirable } from '../../sales/required.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { partsOf } from './threshold-parts.ts';

/** What people call the fields that may be required. */
const words: Record<Requirable, string> = {
  amount: 'amounts?|(?:deal )?(?:value|size)s?',
  close_date: '(?:expected )?clos(?:e|ing) dates?',
  next_step: 'next (?:step|action)s?',
  product: 'products?',
  lead_source: '(?:lead )?sources?',
};
const article = '(?:(?:an?|the|its|their|both|all of|every) )*';
const one = `${article}(?:${Object.values(words).join('|')})`;
const several = `${one}(?:(?:\\s*,\\s*(?:and )?|\\s+and\\s+|\\s*&\\s*|\\s+plus\\s+|\\s+as well as\\s+)${one})*`;
const none = '(?:nothing|no fields?|none)';
const required = '(?:required|mandatory|needed|compulsory|obligatory|filled in|there)';
const be = '(?:is|are|be|must be|should be|has to be|have to be|becomes?)(?: always| all| both| now)?';

const statements = [
  `^(?:(?<where>(?:in|for|at|from) \\S.*?),? )?(?<fields>${several}|${none}) ${be} ${required}(?<tail>\\b.*)$`,
  `^(?:require|demand|insist on) (?<fields>${several}|${none})(?<tail>\\b.*)$`,
  `^make (?<fields>${several}) ${required}(?<tail>\\b.*)$`,
  `^(?:set|change|make|put) (?:the |our )?(?:required|mandatory) fields(?<where>\\s.*?)? to (?<fields>${several}|${none})(?<tail>\\b.*)$`,
].map((source) => new RegExp(source));
/** No verb says that something is set, so that nothing but a stage may stand before it. */
const loosely = new RegExp(
  `^(?<where>\\S.*?) (?:requires?|needs?|must have|should have|has to have|have to have) (?<fields>${several})(?<tail>\\b.*)$`,
);
const aboutDeals =
  /^(?:which|what|how|who|show|list|is|are|any|do|does|did|why|when|count|give|find|tell|get|my|our|the|all|these|those)\b|\b(?:that|which|who|where|without|missing|still)\b/;
const asked =
  /^(?:(?:what|which)(?:'s| is| are)?|show(?: me)?|list|give me|tell me)(?: (?:the|our|all))* (?:required|mandatory) fields\b|^(?:what|which) fields (?:are|do we|must be) (?:required|mandatory|require|filled in)\b/;

const all =
  '(?:complete|filled(?: in)?|finished|(?:the |all |its )*(?:required |mandatory )?fields are (?:filled(?: in)?|there|complete))';
const progress = '(?:(?:the )?stage (?:progress|moves?|changes?)|(?:deals? )?progress)';
const blocking = new RegExp(
  `^(?<verb>block|hold|stop blocking|do not block|don't block|unblock|allow)(?<where1> \\S+)?? ${progress}(?: (?:until|unless|before) (?:it is |they are |a deal is |deals are |everything is )?${all})?(?<tail>(?: (?:in|for|to) .*)?)$`,
);

/** "Block stage progress until complete", "stop blocking stage progress in Contract". */
function progressBlocked(text: string, talk: Talk): CommandRead | null {
  const { verb = '', where1 = '', tail = '' } = blocking.exec(text)?.groups ?? {};
  if (verb === '') return null;
  const parts = partsOf(`${where1} ${tail}`, talk);
  if (!('place' in parts)) return parts;
  if (parts.value !== null) return { unread: String(parts.value.number) };
  const on = verb === 'block' || verb === 'hold';
  const { assumptions, ...rest } = parts;
  return command(
    {
      do: 'set_threshold',
      threshold: 'block_stage_progress',
      ...rest,
      value: { number: on ? 1 : 0, unit: 'plain' },
    },
    assumptions,
  );
}

/** What a stage requires, said or asked for; null where the words are about something else. */
export function requiredFields(text: string, talk: Talk): CommandRead | null {
  const blocked = progressBlocked(text, talk);
  if (blocked) return blocked;
  if (asked.test(text)) return command({ do: 'limits', threshold: 'required_fields' });
  const said = statements.map((pattern) => pattern.exec(text)).find((found) => found !== null);
  const found = said ?? (aboutDeals.test(text) ? null : loosely.exec(text));
  if (!found) return null;
  const { where = '', fields = '', tail = '' } = found.groups ?? {};
  const everywhere = /\b(?:in|at|for) (?:every|each|all|any) (?:stages?|deals?)\b|\balways\b/;
  const place = `${where} ${tail}`.replace(everywhere, ' ').replace(/\bany ?more\b/, ' ');
  const parts = partsOf(place, talk);
  const whole = said !== undefined;
  if (!('place' in parts)) return whole ? parts : null;
  if (parts.value !== null) return whole ? { unread: String(parts.value.number) } : null;
  if (parts.stage === null && !everywhere.test(text))
    return whole ? { lacks: 'In which stage?', completes: `${text} in …` } : null;
  const names = fieldsIn(fields);
  const { assumptions, ...rest } = parts;
  return command(
    {
      do: 'set_threshold',
      threshold: 'required_fields',
      ...rest,
      value: { number: names.length, unit: 'plain', fields: names },
    },
    assumptions,
  );
}

const fieldsIn = (said: string): Requirable[] =>
  requirable.filter((name) => new RegExp(`\\b(?:${words[name]})\\b`).test(said));
