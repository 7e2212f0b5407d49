/** Yes, no, help, undo: a few words that are whole commands. */
import type { Command } from '../request.ts';
import type { CommandRead } from './read.ts';

const exact: [RegExp, Command][] = [
  [
    /\bwhat (?:(?:kinds?|sorts?) of )?(?:things?|stuff|questions?|requests?|else|all)? ?can (?:you (?:do|help|answer|tell)|i (?:ask|do|say|type))\b(?!.*\b(?:deals?|pipeline|leads?)\b)/,
    { do: 'help', about: 'everything' },
  ],
  [/^(?:what |which )?filters? can i (?:use|set|apply|type)$/, { do: 'help', about: 'filters' }],
  [
    /^(?:help|help me|\?+|h|commands?|menu|start|hi|hello|hey|what can you do|what can i (?:ask|do|say)|how do(?:es)? (?:this|i use (?:this|you)|it) work|what do you do|who are you|examples?|what else can you do)$/,
    { do: 'help', about: 'everything' },
  ],
  [
    /^(?:what can i filter by|what (?:can i )?filters?(?: are there)?|filters?|fields|which fields.{0,30}|what fields.{0,30}|what can i (?:sort|group) by)$/,
    { do: 'help', about: 'filters' },
  ],
  [
    /^(?:(?:yes|y|yep|yeah|yup|sure|confirm|confirmed|do it|do that|go ahead|go|ok|okay|proceed|please|ja|oui|si|that)[\s,.!]*)+$/,
    { do: 'yes' },
  ],
  [
    /^(?:(?:no|n|nope|nah|cancel|cancel that|don't|do not|dont|stop|abort|never mind|nevermind|thanks|leave it|please|nein|non)[\s,.!]*)+$/,
    { do: 'no' },
  ],
];

export function simple(text: string): CommandRead | null {
  const found = exact.find(([pattern]) => pattern.test(text));
  return found ? { command: found[1], assumptions: [] } : null;
}
