/** "Make the pipeline agent more aggressive", "set pipeline to conservative for EMEA", "how aggressive is pipeline". */
import type { Aggressiveness } from '../../policy/nouns.ts';
import type { NamedValue } from '../request.ts';
import { modePartsOf, wholeOfIt } from './mode-parts.ts';
import { type CommandRead, command, type Talk, typedOut } from './read.ts';

const level =
  '(?:(?:a|an) )?(?:(?:bit|little|lot|touch|much|slightly|somewhat|far|way) )*(?<more>more |less |very |fully )?(?<level>conservative|careful|cautious|balanced|normal|aggressive|zealous|eager)(?: again)?(?: (?:mode|level|setting))?';
const where = '(?<where>(?:\\s+(?:for|in|on|with|about)\\s+\\S.*)?)';

const sets = [
  `(?:make|set|put|turn|switch|move|change|have|let|keep|get)\\s+(?<who>\\S.*?)\\s+(?:be |act |work )?(?:back )?(?:to |on |into |in )?(?:be )?${level}${where}`,
  `(?:set|change|put|turn|move|raise|lower)\\s+(?:the )?aggressiveness (?:of|for) (?<who>\\S.*?) (?:to|at) ${level}${where}`,
  `(?:the )?aggressiveness (?:of|for) (?<who>\\S.*?)(?: (?:to|is|should be|shall be)|:) ${level}${where}`,
  `(?<who>\\S.*?) (?:should|shall|must|needs to|has to|ought to|can) (?:be|act|work|get) ${level}${where}`,
  `(?:set|use|choose|apply|go) ${level} (?:for|on|in|with) (?<who>\\S.*?)${where}`,
  `(?:be|get) ${level} (?:with|on|about) (?<who>\\S.*?)${where}`,
].map((shape) => new RegExp(`^${shape}$`));
const moves = [
  /^(?:increase|raise|dial up|turn up) (?:the )?aggressiveness (?:of|for) (?<who>\S.*)$/,
  /^(?:decrease|lower|reduce|dial down|turn down) (?:the )?aggressiveness (?:of|for) (?<who>\S.*)$/,
];
const dials =
  /^(?:tone|dial) (?<who>\S.*?) (?<way>down|up)(?: a (?:bit|little|notch))?(?<where>(?: (?:for|in) \S.*)?)$/;
const resets = /^(?:reset|clear) (?:the )?aggressiveness (?:of|for) (?<who>\S.*)$/;
const asks = [
  /^how (?:aggressive|conservative|careful|eager) (?:is|are) (?<who>\S.*?)(?: (?:now|set|currently|at the moment))?$/,
  /^(?:(?:what(?:'s| is)|show(?: me)?|tell me|which is) )?(?:the )?(?:current )?(?:aggressiveness|level of aggressiveness|aggressiveness level) (?:of|for) (?<who>\S.*)$/,
  /^is (?<who>\S.*?) (?:conservative|balanced|aggressive)(?: now)?$/,
];

export function aggressiveness(bare: string, talk: Talk): CommandRead | null {
  for (const shape of sets) {
    const said = shape.exec(bare)?.groups;
    const whose = said && whoseIn(`${said.who ?? ''} ${said.where ?? ''}`, talk);
    if (said && whose) return made(whose, levelSaid(said.level ?? '', said.more ?? ''));
  }
  for (const [n, shape] of moves.entries()) {
    const whose = whoseIn(shape.exec(bare)?.groups?.who ?? '', talk);
    if (whose) return made(whose, n === 0 ? 'more' : 'less');
  }
  const dial = dials.exec(bare)?.groups;
  const dialled = dial && whoseIn(`${dial.who ?? ''} ${dial.where ?? ''}`, talk);
  if (dial && dialled) return made(dialled, dial.way === 'up' ? 'more' : 'less');
  const back = whoseIn(resets.exec(bare)?.groups?.who ?? '', talk);
  if (back) return made(back, 'balanced');
  const asked = asks.map((shape) => shape.exec(bare)?.groups?.who).find((who) => who !== undefined);
  const of = whoseIn(asked ?? '', talk);
  return (of && command({ do: 'aggressiveness', ...of })) ?? whichAgent(bare, talk);
}

const ofNobody = new RegExp(
  `^(?:(?:make|let|have|get) (?:it|them|steward|the agents?|yourself) (?:be )?|be |get |become |go )${level}$`,
);

/** "Be less aggressive": each agent has its own, so which is asked. */
function whichAgent(bare: string, talk: Talk): CommandRead | null {
  const said = ofNobody.exec(bare)?.groups;
  if (!said || talk.lexicon.agents.length === 0) return null;
  const to = levelSaid(said.level ?? '', said.more ?? '');
  const words = to === 'more' || to === 'less' ? `${to} aggressive` : to;
  return {
    which: {
      question: 'Which agent is meant?',
      options: typedOut(talk.lexicon.agents.slice(0, 5).map(({ name }) => `make the ${name} ${words}`)),
    },
  };
}

type Whose = { agent: NamedValue; territory: NamedValue | null };

const made = (whose: Whose, to: Aggressiveness | 'more' | 'less'): CommandRead =>
  command({ do: 'set_aggressiveness', ...whose, level: to });

/** Only of an agent and a territory: a single limit is set by its name. */
function whoseIn(said: string, talk: Talk): Whose | null {
  if (said.trim() === '') return null;
  const read = modePartsOf(said, talk);
  if (!('agent' in read) || read.agent === null) return null;
  const { territory, ...rest } = read.of;
  const alone = Object.entries(rest).every(
    ([part, value]) => value === wholeOfIt[part as keyof typeof wholeOfIt],
  );
  return alone ? { agent: read.agent, territory } : null;
}

function levelSaid(word: string, more: string): Aggressiveness | 'more' | 'less' {
  const is = /^(?:conservative|careful|cautious)$/.test(word)
    ? 'conservative'
    : /^(?:balanced|normal)$/.test(word)
      ? 'balanced'
      : 'aggressive';
  const way = more.trim();
  if ((way !== 'more' && way !== 'less') || is === 'balanced') return is;
  return (is === 'aggressive') === (way === 'more') ? 'more' : 'less';
}
