/** Yes, no, help, hello: a few words that are whole commands. */
import type { Command } from '../request.ts';
import { greetingIn } from './greetings.ts';
import { type CommandRead, command } from './read.ts';

const exact: [RegExp, Command][] = [
  [
    /\bwhat (?:(?:kinds?|sorts?) of )?(?:things?|stuff|questions?|requests?|else|all)? ?can (?:you (?:do|help|answer|tell)|i (?:ask|do|say|type))\b(?!.*\b(?:deals?|pipeline|leads?)\b)/,
    { do: 'help', about: 'everything' },
  ],
  [
    /^(?:show me |tell me |explain )?what (?:all )?(?:can (?:you|steward|it|this)|you can|are you able to|could you) (?:all )?(?:do|help(?: me)? with|answer|tell(?: me)?)(?: for (?:me|us|my team))?(?: (?:here|exactly|actually))?$/,
    { do: 'help', about: 'everything' },
  ],
  [
    /^(?:how (?:do|can|could|would|should|to) (?:i |we |you |one )?(?!many|much)(?:pause|resume|stop|start|run|undo|revert|export|download|assign|reassign|claim|give|set|change|reset|make|create|use|work with|talk to|ask|say|tell|type|write|search|find out|filter|sort|group|switch|see|get help|cancel|approve|reject|edit)\b(?! (?:deals|the deals|my deals) (?:in|of|from|over|under)).*)$/,
    { do: 'help', about: 'everything' },
  ],
  [
    /^(?:(?:which|what|all|list|list of|show|show me|give me)(?: the| your| all)* (?:commands?|options|features|functions|capabilities|possibilities|shortcuts)(?: (?:are there|do you (?:have|know|understand)|can i (?:use|type)|exist|available))?|(?:i )?need (?:some )?help|i(?:'m| am) (?:lost|stuck|new(?: here)?|confused)|can (?:you|someone) help(?: me)?|help (?:please|pls|me out)|tutorial|getting started|get started|onboarding|intro(?:duction)?|manual|docs?|documentation|guide|user guide|faq|man|options|\/help|(?:give|show) me (?:an |some )?examples?|an? example|(?:what|which) (?:questions|things|requests) (?:can i|do you|could i)\b.*|what do you (?:know|understand|support)|what are you(?: for| able to do)?|what(?:'s| is) (?:this|steward)|explain (?:how )?(?:this|it|steward|you)(?: works?)?|(?:which|what) (?:dates?|periods?|time ?frames?|stages?|words) (?:can i (?:use|say|type)|do you (?:know|understand|support))|how does (?:this|it|steward|that) (?:work|function)|what next|what now)$/,
    { do: 'help', about: 'everything' },
  ],
  [/^(?:what |which )?filters? can i (?:use|set|apply|type)$/, { do: 'help', about: 'filters' }],
  [
    /^(?:help|help me|\?+|h|commands?|menu|start|what can you do|what can i (?:ask|do|say)|how do(?:es)? (?:this|i use (?:this|you)|it) work|what do you do|who are you|examples?|what else can you do)$/,
    { do: 'help', about: 'everything' },
  ],
  [
    /^(?:what can i filter by|what (?:can i )?filters?(?: are there)?|filters?|fields|(?:which|what) fields(?!.*\b(?:required|mandatory)\b).{0,30}|what can i (?:sort|group) by)$/,
    { do: 'help', about: 'filters' },
  ],
  [
    /^(?:(?:yes|y|yep|yeah|yup|sure|confirm|confirmed|do it|do that|go ahead|go|ok|okay|proceed|please|ja|oui|si|that)[\s,.!]*)+$/,
    { do: 'yes' },
  ],
  [
    /^(?!thanks\W*$)(?:(?:no|n|nope|nah|cancel|cancel that|don't|do not|dont|stop|abort|never mind|nevermind|thanks|leave it|please|nein|non)[\s,.!]*)+$/,
    { do: 'no' },
  ],
];

export function simple(text: string): CommandRead | null {
  const found = exact.find(([pattern]) => pattern.test(text));
  if (found) return command(found[1]);
  const as = greetingIn(text);
  return as && command({ do: 'greet', as });
}
