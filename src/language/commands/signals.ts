/** "Show signals today", "what did the agents tell each other", "show the chain of run 7F3K". */
import { periodIn } from './periods.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const show = '(?:(?:show|list|give|tell)(?: me)? |what (?:is|was) )?(?:the |all |all the )*';
const runId = '(?:run )?#?([a-z0-9]{4,8})';
const ofRun = [
  new RegExp(
    `^${show}(?:whole |full |signal )?(?:chains?|signals?|causes and effects)(?: of signals)? (?:of|from|behind|around|for|with|after) ${runId}$`,
  ),
  new RegExp(
    `^(?:what|whom|who|which agents?|which runs?) did ${runId} (?:set off|wake(?: up)?|trigger|cause|start|lead to|tell)$`,
  ),
  new RegExp(`^what (?:woke|set off|triggered|caused|led to|started) ${runId}$`),
  new RegExp(`^(?:trace|follow) ${runId}$`),
];
const ofTime = [
  new RegExp(`^${show}(?:latest |last |recent )?signals?(?: between (?:the )?agents)?(?= |$)(.*)$`),
  /^what did (?:the |my |our )?(?:agents|crew) (?:tell|signal|say to)(?: each other| one another)?(?= |$)(.*)$/,
  /^which agents? woke (?:which|each other|one another|others)(?= |$)(.*)$/,
];

export function signalsAsked(bare: string, talk: Talk): CommandRead | null {
  for (const pattern of ofRun) {
    const run = pattern.exec(bare)?.[1];
    // A run's id bears a figure.
    if (run !== undefined && /\d/.test(run))
      return command({ do: 'signals', run: run.toUpperCase(), period: null });
  }
  for (const pattern of ofTime) {
    const said = pattern.exec(bare)?.[1];
    if (said === undefined) continue;
    const { period, rest } = periodIn(said, talk);
    if (rest.trim() === '') return command({ do: 'signals', run: null, period });
  }
  return null;
}
