/** "Nudge all reps with stale deals", "remind everyone whose close dates are in the past", "ping Tom about his stale deals". */
import { personOf } from './naming.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const verb = '(?:nudge|remind|ping|poke|chase(?: up)?|prod|message|write to|dm)';
const whom =
  '(?:(?:all|every|each|any)(?: of)? ?(?:the|my|our)? ?|the |my |our )?(?:reps?|sales ?reps?|sellers?|sales ?people|people|owners?|account executives?|aes?|everyone|everybody|anyone|anybody|all|team|crew|guys|folks)';
const where =
  '(?: (?:in|of|from|at) (?<where>(?!which|whose|who\\b|deals?\\b|opps?\\b|opportunit)\\S+(?: \\S+)??))?';
const shapes = [
  `${verb} ${whom}${where} whose (?<whose>\\S.*)`,
  `${verb} ${whom}${where} (?:with|who (?:has|have|got|owns?)|that (?:has|have|owns?)|having) (?<with>\\S.*)`,
  `${verb} ${whom}${where} (?:about|of|on|for) (?<about>\\S.*)`,
].map((shape) => new RegExp(`^${shape}$`));
const one = new RegExp(
  `^${verb} (?<who>\\S+(?: \\S+){0,2}?) (?:about|of|on|over) (?:all )?(?:of )?(?:his|her|their|the) (?<about>\\S.*)$`,
);
/** Something to come: a rule, a timetable, a reminder of one's own. */
const later =
  /\b(?:when|whenever|if|as soon as|every (?:day|week|month|morning|evening|monday|tuesday|wednesday|thursday|friday|hour)|each (?:day|week|month|morning|time)|daily|weekly|monthly|tomorrow|next (?:week|month|monday|tuesday|wednesday|thursday|friday)|on (?:monday|tuesday|wednesday|thursday|friday)s?|at \d+)\b/;
const often =
  /\b(?:(?:every|each) (?:day|week|month|morning|evening|quarter|monday|tuesday|wednesday|thursday|friday)|daily|weekly|monthly|on (?:mon|tues|wednes|thurs|fri)days)\b/;
/** Of the deals, and of what is said of them. */
const deals = /\b(?:deals?|opportunit(?:y|ies)|opps?)\b/;

export function nudging(bare: string, talk: Talk): CommandRead | null {
  if (!/^(?:nudge|remind|ping|poke|chase|prod|message|write|dm)\b/.test(bare)) return null;
  const many = shapes.map((shape) => shape.exec(bare)).find((found) => found !== null)?.groups;
  if (many && often.test(bare)) return command({ do: 'not_yet', wish: { kind: 'timetable', text: bare } });
  if (later.test(bare)) return null;
  if (many) return ofDeals(`${asDeals(many)}${many.where ? ` in ${many.where}` : ''}`, talk, []);
  const single = one.exec(bare)?.groups;
  if (!single?.about || !deals.test(single.about)) return null;
  const person = personOf(single.who ?? '', talk);
  if (!person) return null;
  if ('which' in person) return person;
  return ofDeals(single.about, talk, person.assumptions, ` of ${person.name.name}`);
}

/** "Close dates are in the past" is said of deals. */
function asDeals({ whose, with: having, about }: Record<string, string | undefined>): string {
  if (whose !== undefined)
    return deals.test(whose)
      ? whose.replace(/^(deals?|opportunit(?:y|ies)|opps?) (?=are|is|have|has|were)/, 'deals that ')
      : `deals whose ${whose}`;
  const said = (having ?? about ?? '').replace(/^(?:their|the|any|some|an?|old)\s+/, '');
  return deals.test(said) ? said.replace(/\bdeal\b/, 'deals') : `deals with ${said}`;
}

function ofDeals(words: string, talk: Talk, assumptions: string[], whose = ''): CommandRead | null {
  const read = talk.deals(`${words}${whose}`);
  if (read === null) return { unread: words };
  if (!('frame' in read)) return read;
  return command({ do: 'nudge', what: read.frame, said: words }, [...assumptions, ...read.assumptions]);
}
