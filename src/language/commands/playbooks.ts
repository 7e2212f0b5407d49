/** "Activate the Quarter-end push playbook until March 31", "put us in renewal season mode", "end the summer slowdown". */
import { fold, squash } from '../text.ts';
import { untilOf } from '../until.ts';
import { agentNamed, nameOf, playbooksKnown } from './naming.ts';
import { placesIn } from './places.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';

const starts =
  /^(?:(?:re)?activate|start|play|run|switch on|turn on|use|enable|launch|apply|switch to|kick off|begin|go with|let's go with|go into|enter|put on|roll out|initiate|trigger|move to|set)\s+(.+)$/;
const ends =
  /^(?:deactivate|stop|end|switch off|turn off|disable|leave|finish|cancel|exit|close|turn down|shut off|call off)\s+(.+)$/;
const between: [RegExp, boolean][] = [
  [/^(?:switch|turn|put)\s+(.+?)\s+on(\s.*)?$/, true],
  [/^(?:switch|turn|put)\s+(.+?)\s+off(\s.*)?$/, false],
  [
    /^(?:put|set|switch|move) (?:us|everyone|everybody|the team|the company|steward|the crew)\s+(?:in|into|on|to)\s+(.+?)(?: mode)?(\s(?:until|till|for)\s.*)?$/,
    true,
  ],
];
const switched =
  /^(?:(?:re)?activate|deactivate|switch on|switch off|turn on|turn off|enable|disable|launch)\b/;
const word = /\bplaybooks?\b/;

export function playbook(text: string, bare: string, talk: Talk): CommandRead | null {
  const asked = askedFor(bare);
  if (!asked) return null;
  const { on, said } = asked;
  const ended = untilOf(` ${said}`, talk);
  if (typeof ended === 'string') {
    const whom = said.replace(/\s*\b(?:until|till|til|through|to|for)\b.*$/, '');
    if (!word.test(said) && !knownAs(whom, talk)) return null;
    return { lacks: 'Until when? Say a day, for example "31 March".', completes: `activate ${whom} until …` };
  }
  const wanted = nameIn(ended.rest);
  if (/^(?:(?:that|this|it|a|one)(?: playbook)?|playbook)$/.test(wanted))
    return word.test(said)
      ? { lacks: 'Which playbook is meant?', completes: `${on ? 'activate' : 'end'} …` }
      : null;
  const known = knownAs(wanted, talk);
  const places = placesIn(ended.rest.replace(wanted, ' '), talk);
  const typed = (asTyped(text, wanted, fold) ?? wanted).replace(/^(?:the|our)\s+/i, '');
  const sure = known !== null || word.test(said);
  if (!sure && !(switched.test(bare) && isUnknownName(typed, talk))) return null;
  const name = known ?? typed.replace(/\s*\bplaybook\b\s*/gi, ' ').trim();
  return command({ do: 'not_yet', wish: { kind: 'playbook', on, name, until: ended.until, places } });
}

function askedFor(bare: string): { on: boolean; said: string } | null {
  for (const [pattern, on] of between) {
    const found = pattern.exec(bare);
    if (found) return { on, said: `${found[1] ?? ''}${found[2] ?? ''}` };
  }
  const on = starts.exec(bare);
  if (on) return { on: true, said: on[1] ?? '' };
  const off = ends.exec(bare);
  return off ? { on: false, said: off[1] ?? '' } : null;
}

/** Without when it begins and for whom it is: nothing of it can be done yet. */
const nameIn = (said: string): string =>
  said
    .trim()
    .replace(/^(?:the|our|my)\s+/, '')
    .replace(/\s+(?:from|starting|as of|beginning|on|for|in|across)\s+(?!push)\S.*$/, '')
    .replace(/\s+mode$/, '');

/** The playbook that these words name, or begin to. */
export function knownAs(said: string, { lexicon }: Talk): string | null {
  const wanted = plain(said.replace(/^(?:the|our)\s+/, ''));
  if (wanted.length < 6) return null;
  const alike = playbooksKnown(lexicon).filter(
    (name) => plain(name).startsWith(wanted) || plain(name).replace(/^renewal/, 'renewals') === wanted,
  );
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

/** "Summer slowdown": nothing else that bears a name is switched on and off. */
const isUnknownName = (typed: string, { lexicon, choices }: Talk): boolean =>
  /^\p{Lu}\p{Ll}/u.test(typed) &&
  agentNamed(fold(typed), lexicon) === null &&
  nameOf(typed, ['account', 'person', 'team', 'territory'], { lexicon, choices }) === null;

const plain = (name: string): string => squash(name.replace(/\bplaybook\b/gi, ' '));
