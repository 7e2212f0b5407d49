/** "Activate the Quarter-end push playbook until March 31", "put us in renewal season mode", "end the summer slowdown". */

import { dayIn } from '../../sales/days.ts';
import { instantOf } from '../instants.ts';
import type { Until } from '../request.ts';
import { fold, squash } from '../text.ts';
import { untilOf, untilSaid } from '../until.ts';
import { agentNamed, nameOf, playbooksKnown } from './naming.ts';
import { placesAmong } from './places.ts';
import { bundle } from './playbook-bundles.ts';
import { asTyped, type CommandRead, command, type Talk, typedOut } from './read.ts';

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
const lists =
  /^(?:(?:list|show(?: me)?|which|what(?:'s| are| is)?|are (?:there )?any|is (?:there )?(?:a|any)|do we have|give me|tell me)\b.*\bplaybooks?\b(?: (?:are|is|do|there|we|have|on|off|active|running|exist|in force|switched|now|available|any|can|i|use|right))*|(?:(?:all|our|the|active) )*playbooks)$/;
const does =
  /^(?:what (?:does|do|is|would|happens with)|what's|explain|describe|tell me about|show(?: me)?)\s+(?:the |our )?(.+?)(?: playbook)?(?: (?:do|does|change|changes|mean|set|sets|contain|about))?$/;
const silent =
  /^(?:the|our|my|playbooks?|for|in|on|of|to|at|all|and|across|now|today|from|as|starting|beginning|mode|please|team|territory|region|customer|account|rep|agent|everyone|everybody|everywhere|company|wide|whole)$/;

const givenTo =
  /^(?<who>(?!which|what|who|how|if|when)\S+(?: \S+)?) (?:gets?|is put on|goes on|goes through|starts?(?: on)?|should get|should have|is to get) (?:the )?(?<name>\S.{4,40}?)(?: playbook)?(?<rest> (?:for (?:\d+|an?|one|two|three|four|five|six)|until|till|til|through|from)\b.*)?$/;

/** "Luis gets new rep onboarding for 45 days": as it is said with whom it is for behind it. */
function givenInWords(bare: string, talk: Talk): string {
  const { who = '', name = '', rest = '' } = givenTo.exec(bare)?.groups ?? {};
  const known = name === '' ? null : knownAs(name, talk);
  return known && (word.test(bare) || plain(known) === plain(name))
    ? `activate ${name} for ${who}${rest}`
    : bare;
}

/** Five of them at most: as many as can be offered. */
const whichPlaybook = (on: boolean, { lexicon }: Talk): CommandRead =>
  lexicon.playbooks.length === 0
    ? { lacks: 'Which playbook is meant?', completes: `${on ? 'activate' : 'end'} …` }
    : {
        which: {
          question: 'Which playbook is meant?',
          options: typedOut(
            lexicon.playbooks
              .slice(0, 5)
              .map(({ name }) => `${on ? 'activate' : 'deactivate'} the playbook ${name}`),
          ),
        },
      };

export function playbook(text: string, said: string, talk: Talk): CommandRead | null {
  const bare = givenInWords(said, talk);
  const other = bundle(text, bare, talk) ?? byItself(bare, talk) ?? askedAbout(bare, talk);
  if (other) return other;
  const asked = askedFor(bare);
  if (!asked) return null;
  const { on } = asked;
  const begins = on ? beginning(asked.said, talk) : { from: null, rest: asked.said };
  const words = begins.rest;
  const ended = untilOf(` ${words}`, talk, { whole: true });
  if (typeof ended === 'string') {
    const whom = words.replace(/\s*\b(?:until|till|til|through|to|for)\b.*$/, '');
    if (!word.test(words) && !knownAs(whom, talk)) return null;
    const past = ended === 'past' ? 'That is past already. ' : '';
    return {
      lacks: `${past}Until when? Say a day, for example "end of this quarter".`,
      completes: `activate ${whom} until …`,
    };
  }
  const wanted = nameIn(ended.rest);
  if (/^(?:(?:that|this|it|a|one)(?: playbook)?|playbook)$/.test(wanted))
    return word.test(words) ? whichPlaybook(on, talk) : null;
  const known = knownAs(wanted, talk);
  // One word of a name may be anything: the season, a person.
  if (known !== null && !word.test(words) && !/[\s-]/.test(wanted) && plain(known) !== plain(wanted))
    return {
      which: {
        question: `Is the playbook ${known} meant?`,
        options: typedOut([`${on ? 'activate' : 'deactivate'} the playbook ${known}`]),
      },
    };
  const { places, others } = placesAmong(ended.rest.replace(wanted, ' '), talk);
  const typed = (asTyped(text, wanted, fold) ?? wanted).replace(/^(?:the|our)\s+/i, '');
  const sure = known !== null || word.test(words);
  if (!sure && !(switched.test(bare) && isUnknownName(typed, talk))) return null;
  const name = known ?? typed.replace(/\s*\bplaybook\b\s*/gi, ' ').trim();
  const unread = others.filter((one) => !silent.test(fold(one))).join(' ');
  return command({
    do: 'playbook',
    on,
    name,
    ...(begins.from ? { from: begins.from } : {}),
    until: ended.until,
    places: places.map(({ place }) => place),
    unread: asTyped(text, fold(unread), fold),
  });
}

const begin =
  /\s+(?:from|starting(?: on| from)?|beginning(?: on)?|as of|effective|on)\s+(?!push\b)((?:the )?\S+(?: \S+){0,3}?)(?=\s+(?:for|in|until|till|til|through|to)\b|$)/g;

/** Takes a day to come off the words; what is none stays, and is told that it was not read. */
function beginning(said: string, talk: Talk): { from: Until | null; rest: string } {
  const about = { ...talk, zone: talk.clockZone ?? talk.zone };
  for (const found of ` ${said}`.matchAll(begin)) {
    const day = found[1] ?? '';
    const at = /^(?:today|now|tomorrow)$|\d|day\b|\b(?:week|month|quarter)\b/.test(day)
      ? instantOf(day, { ...about, today: dayIn(talk.now, about.zone) })
      : null;
    if (at && at > talk.now)
      return {
        from: { at: at.toISOString(), said: untilSaid(at, about) },
        rest: ` ${said}`.replace(found[0], '').trim(),
      };
  }
  return { from: null, rest: said };
}

function askedFor(bare: string): { on: boolean; said: string } | null {
  for (const [pattern, on] of between) {
    const found = pattern.exec(bare);
    if (found) return { on, said: `${found[1] ?? ''}${found[2] ?? ''}` };
  }
  const on = starts.exec(bare);
  if (on) return { on: true, said: on[1] ?? '' };
  const off = ends.exec(bare);
  if (off) return { on: false, said: off[1] ?? '' };
  // "Quarter-end push on till Friday", "summer slowdown off": a playbook's name comes first.
  const [, name = '', how, rest = ''] =
    /^(\S.{4,40}?)(?: playbook)? (on|off)( (?:until|till|til|through|for)\b.*)?$/.exec(bare) ?? [];
  return how ? { on: how === 'on', said: `${name}${rest}` } : null;
}

const itself =
  /\b(?:automatically|by itself|by themselves|on its own|(?:every|each) (?:month|quarter)|monthly|quarterly|switch(?:es)? itself on)\b/g;
const never = /^(?:do not|don't|never|stop|no longer|disable|deactivate|switch off|turn off)\b|\bno longer\b/;
const around =
  /\b(?:do not|don't|never|stop|no longer|disable|deactivate|switch off|turn off|let|have|make|activate|enable|switch on|turn on|switch itself on|switch|turn|start|run|use|come|comes|coming|begin|begins|starting|from|playbook|itself|on|the|our|two weeks before (?:the )?(?:end of (?:the |each |every )?)?quarter(?:[- ]end| ends)?|at the (?:start|beginning|end) of|for|us)\b(?! push)/g;

const above =
  /\b(?:for |on |at |when )?(?:(?:any|all|the|an?|open|customers?|with) )*(?:deals?|opportunit(?:y|ies))?\s*(?:is |are |that is |that are )?(?:worth )?(?:more than|over|above|bigger than|larger than)\s+\$?(\d[\d,]*(?:\.\d+)?)\s?(k|m|thousand|million)?\b/;
const times: Record<string, number> = { k: 1_000, thousand: 1_000, m: 1_000_000, million: 1_000_000 };

/** "Let the quarter-end push come by itself", "run the pipeline cleanup every month", "no longer automatically". */
function byItself(bare: string, talk: Talk): CommandRead | null {
  if (bare.search(itself) < 0) return null;
  const size = above.exec(bare);
  const said = bare.replace(above, ' ').replace(itself, ' ').replace(around, ' ').replace(/\s+/g, ' ').trim();
  const name = knownAs(said, talk);
  if (!name || plain(name) !== plain(said)) return null;
  const over = size && Number((size[1] ?? '').replaceAll(',', '')) * (times[size[2] ?? ''] ?? 1);
  if (over) return command({ do: 'playbook_by_itself', name, when: { over } });
  const when = never.test(bare) ? 'off' : /\bmonth/.test(bare) ? 'monthly' : 'quarterly';
  return command({ do: 'playbook_by_itself', name, when });
}

/** "List playbooks", "which playbooks are on", "what does the quarter-end push do". */
function askedAbout(bare: string, talk: Talk): CommandRead | null {
  const said = nameIn(does.exec(bare)?.[1] ?? '');
  const known = knownAs(said, talk);
  if (known && (word.test(bare) || plain(known) === plain(said)))
    return command({ do: 'playbooks', name: known });
  return lists.test(bare) ? command({ do: 'playbooks', name: null }) : null;
}

/** Without when it begins and for whom it is. */
const nameIn = (said: string): string =>
  said
    .trim()
    .replace(/^(?:the|our|my)\s+/, '')
    .replace(/\s+(?:from|starting|as of|beginning|on|for|in|across)\s+(?!push)\S.*$/, '')
    .replace(/\s+mode$/, '');

/** The playbook that these words name, or begin to. */
export function knownAs(said: string, { lexicon }: Talk): string | null {
  const wanted = plain(said.replace(/^(?:the|our)\s+/, ''));
  // "Run the pipeline" is for its agent, and not the beginning of a pipeline cleanup.
  const whole = playbooksKnown(lexicon).find((name) => plain(name) === wanted);
  if (whole !== undefined && wanted !== '') return whole;
  if (wanted.length < 6 || agentNamed(said, lexicon)) return null;
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
