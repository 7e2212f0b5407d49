/** "Make Tom the owner of the pipeline agent", "the fallback of analytics is Ana", "the metric of the pipeline agent is …". */
import { fold } from '../text.ts';
import { agentNamed, personOf } from './naming.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';

type Duty = 'owner' | 'fallback' | 'metric';
const duty = '(?<duty>owner|fallback(?: owner)?|backup|stand-in|metric)';
const agent = '(?<agent>\\S.*?)';
// "Make Tom owner of Acme" is said of a deal: an agent is named as one.
const shapes = [
  `(?:make|set|name|appoint|nominate|let) (?<who>\\S.*?) (?:be |as )?(?:the |its )?${duty} (?:of|for) ${agent}`,
  `(?:set|change|switch) (?:the )?${duty} (?:of|for) ${agent} to (?<who>\\S.*)`,
  `(?:set|change|switch) ${agent}(?:'s|s') ${duty} to (?<who>\\S.*)`,
  `(?:the )?${duty} (?:of|for) ${agent} (?:is|shall be|should be|will be)(?: now)? (?<who>\\S.*)`,
  `(?<who>\\S.*?) (?:is|shall be|should be|becomes|will be)(?: now)? (?:the )?${duty} (?:of|for) ${agent}`,
].map((shape) => new RegExp(`^${shape}$`));
const asks = new RegExp(
  `^(?:who(?:'s| is| are)? (?:(?:the )?(?:owner|fallback|backup|stand-in)s? (?:of|for)|owns|owning|answers? for|answering for|responsible for|in charge of)|what(?:'s| is) (?:the )?metric (?:of|for)) ${agent}$`,
);
const isAsked = /^(?:who|what|whose|is|are)\b/;

export function duties(text: string, bare: string, talk: Talk): CommandRead | null {
  const asked = agentOf(asks.exec(bare)?.groups?.agent ?? '', talk);
  // Its status says it.
  if (asked) return command({ do: 'agent_status', agent: asked });
  if (isAsked.test(bare)) return null;
  for (const shape of shapes) {
    const said = shape.exec(bare)?.groups;
    const of = said && agentOf(said.agent ?? '', talk);
    if (!said || !of) continue;
    const what = dutyOf(said.duty ?? '');
    if (what === 'metric') {
      const metric = asTyped(text, said.who ?? '', fold);
      return metric === null ? null : command({ do: 'agent_duty', agent: of, duty: what, metric });
    }
    const person = personOf((said.who ?? '').replace(/(?:,)? (?:from now on|now|instead)$/, ''), talk);
    if (person === null)
      return { lacks: 'Who is meant? Say a name.', completes: `make … the ${what} of the ${of.name}` };
    if ('which' in person) return person;
    return command({ do: 'agent_duty', agent: of, duty: what, person: person.name }, person.assumptions);
  }
  return null;
}

/** By the word "agent", or by a name that is nothing else. */
const agentOf = (said: string, { lexicon }: Talk) =>
  /\b(?:agent|bot)$/.test(said) || /^(?:forecasting|analytics|intake)$/.test(said)
    ? agentNamed(said, lexicon)
    : null;

const dutyOf = (said: string): Duty => (said === 'owner' || said === 'metric' ? said : 'fallback');
