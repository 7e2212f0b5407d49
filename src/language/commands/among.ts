/** A command among remarks: "everything is on fire, pause all agents", "undo that, it was wrong". What only tells a story is set aside; whatever could limit the command is not. */
import type { Lexicon } from '../lexicon.ts';
import { nameAt } from '../names.ts';
import { fold } from '../text.ts';
import { words } from '../words.ts';
import { agentNamed, playbooksKnown } from './naming.ts';
import { bareOf, type CommandRead, type Talk } from './read.ts';

const joints =
  /[.!?…]+\s+|\s+-+\s+|[:;]\s+|,\s+(?:and so |so |and |but |then )?|\s+(?:and )?(?:so|hence|therefore)\s+(?=\p{L})|\s+(?=(?:pause|resume|unpause|undo|roll ?back|revert)\s)/giu;

// These say when, for whom or under which condition: never set aside.
const limiting =
  /\b(?:only|except\w*|unless|until|untill|till|instead|rather|without|apart from|besides|other than|if|when|whenever|once|while|after|starting|tomorrow|tonight|later|next|soon|(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|evening|noon|for (?:an?|the|one|two|three|all|every)|all (?:of|but)|hours?|days?|weeks?|months?|quarter|year)\b|\d/;
/** How often and since when something is as it is. */
const past =
  /\b(?:\d+|[a-z]+) times\b|\bsince (?:this |last |yesterday )?(?:morning|evening|week|month|quarter|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b/g;
const forbids = /^(?:and |but |so )?(?:do not|don't|dont|never|no)\b/;
const harmless =
  /^(?:and |but |so )?(?:do not|don't|dont|no need to) (?:wait|worry|bother|hesitate|ask me why|mind me)\b|^(?:would|will|could|can) you$|^the (?:pause|hold|break|freeze|incident|outage) is over$|^reasons?$|^before (?:anyone|anybody|someone|somebody) (?:touches|changes|breaks|does|messes)\b/;
const telling =
  /^(?:following|further to|as (?:discussed|agreed|promised|announced))\b|\b(?:i|we|he|she|it|they|you|that|this|there|those|these|somebody|someone|nobody|everybody|everyone|something|everything|nothing)(?:'(?:s|m|re|ve|d|ll))?\b|\b(?:is|are|was|were|has|have|had|made|makes|keeps?|goes|went|looks?|got|gets|did|does|been|wrote|broke|sent|said|says|needs?|wants?|asked|left)\b/;
// Words that could be a command or a part of one.
const doing =
  /\b(?:pause|resume|unpause|undo|roll ?back|revert|assign|reassign|transfer|activate|deactivate|reset|restore|snapshot|claim|threshold|limit|agents)\b/;

type Named = { key: string; text: string; kind: string };

/** What a remark names: people, places, agents and the like. */
function namesIn(text: string, lexicon: Lexicon): Named[] {
  const list = words(text);
  const found: Named[] = [];
  for (let at = 0; at < list.length; at++) {
    const word = list[at];
    if (word?.kind !== 'word') continue;
    const agent = agentNamed(word.norm.replace(/'s?$/, ''), lexicon);
    if (agent) found.push({ key: `agent ${agent.id}`, text: agent.id, kind: 'agent' });
    const match = nameAt(lexicon, list, at);
    for (const { kind, id, name } of match?.entries ?? [])
      found.push({ key: `${kind} ${id}`, text: name, kind });
  }
  for (const name of playbooksKnown(lexicon))
    if (fold(text).includes(fold(name)))
      found.push({ key: `playbook ${name}`, text: name, kind: 'playbook' });
  return found;
}

/** Whether words name something of the company that is not named beside them. No command is for an industry or a source alone. */
export function namesOthers(said: string, beside: ReadonlySet<string>, lexicon: Lexicon): boolean {
  return namesIn(said, lexicon).some(({ key, kind }) => kind !== 'value' && !beside.has(key));
}

export const keysIn = (text: string, lexicon: Lexicon): ReadonlySet<string> =>
  new Set(namesIn(text, lexicon).map(({ key }) => key));

export type Among = { said: string; found: CommandRead };

/** `again` reads a part as a command; it is the only part that is one. Null where a remark could matter. */
export function amongRemarks(
  text: string,
  talk: Talk,
  again: (part: string) => CommandRead | null,
): Among | null {
  const spots = [...text.matchAll(joints)].map(({ index, 0: joint }) => ({
    from: index,
    to: index + joint.length,
  }));
  if (spots.length === 0 || spots.length > 10) return null;
  const starts = [0, ...spots.map(({ to }) => to)];
  const ends = [...spots.map(({ from }) => from), text.length];
  const count = starts.length;
  for (let length = count - 1; length > 0; length--) {
    for (let at = 0; at + length <= count; at++) {
      const part = text.slice(starts[at], ends[at + length - 1]).trim();
      const before = ends.slice(0, at).map((end, n) => text.slice(starts[n], end).trim());
      const after = ends.slice(at + length).map((end, n) => text.slice(starts[at + length + n], end).trim());
      const said = bound(part, before, talk);
      if (said === null) continue;
      const found = again(said);
      if (!found || !('command' in found) || found.command.do === 'yes' || found.command.do === 'no')
        continue;
      const known = keysIn(said, talk.lexicon);
      const silent = [...before, ...after].every((one) => isRemark(one, talk, known) && again(one) === null);
      return silent ? { said, found } : null;
    }
  }
  return null;
}

function isRemark(part: string, talk: Talk, known: ReadonlySet<string>): boolean {
  const said = fold(part)
    .replace(/[\s,.:;!?-]+$/, '')
    .trim();
  const bare = bareOf(`${said} `);
  if (said === '' || bare === '' || bareOf(`x ${said}`) === 'x' || harmless.test(said)) return true;
  // "The finance people are closing the books" names an industry.
  if (namesOthers(part, known, talk.lexicon)) return false;
  if (limiting.test(said.replace(past, '')) || forbids.test(said) || doing.test(said)) return false;
  const length = said.split(' ').length;
  return length < 3
    ? !/^(?:all|both|every\w*|none|it|them|this|that)\b/.test(said)
    : telling.test(said) || namesIn(part, talk.lexicon).length > 0;
}

const pronoun =
  /\b(?:(?<whose>its|his|her|their)|(?<who>him|it|them)|(?:that|this|the) (?<book>playbook))\b/i;

/** "Luis is drowning, hand his deals to Maya": whose they are was said in the remark. Null where two could be meant. */
function bound(part: string, before: string[], talk: Talk): string | null {
  const found = pronoun.exec(part);
  if (!found || before.length === 0) return part;
  const kinds = found.groups?.book ? ['playbook'] : ['agent', 'person'];
  const named = before
    .flatMap((one) => namesIn(one, talk.lexicon))
    .filter(({ kind }) => kinds.includes(kind));
  const keys = new Set(named.map(({ key }) => key));
  const [only] = named;
  if (!only) return part;
  if (keys.size > 1) return null;
  const isPerson = only.kind === 'person';
  if (found.groups?.who) return isPerson ? part : part.replace(pronoun, `the ${only.text} agent`);
  if (found.groups?.book) return part.replace(pronoun, only.text);
  return part.replace(pronoun, isPerson ? `${only.text}'s` : `the ${only.text} agent's`);
}
