/** One request → what came of it. Reading decides the way; nothing is run that was not wholly understood. */
import { holdings } from '../crm/holdings.ts';
import { saysCompanyWide } from '../language/company-wide.ts';
import { exportWish } from '../language/exporting.ts';
import { read } from '../language/reader.ts';
import type { Frame, Reading } from '../language/request.ts';
import { may } from '../policy/authorize.ts';
import { howToBringIn, nothingYet } from '../story/nothing-yet.ts';
import { whichOnCard } from './among.ts';
import { askedBack } from './clarifying.ts';
import { runCommand } from './commanding.ts';
import { readInSight } from './in-sight.ts';
import type { Asked, HandleUse, Known } from './known.ts';
import { lacking } from './lacking.ts';
import { readInPart, unread } from './not-understood.ts';
import { type Outcome, outcome, plain } from './outcome.ts';
import { outsider, refusedFor } from './outside.ts';
import { runFrame } from './understood.ts';

export async function handle(use: HandleUse, input: Asked): Promise<Outcome> {
  const { by } = use;
  // Accounts are known by their names; who has none has a look at the rest.
  if (use.company.lexicon.accounts.length === 0 && (await holdings(use.db)) === 'nothing') {
    const { say } = read(input.text, use.company);
    if (say !== 'command' && say !== 'refused') return plain(`${nothingYet} ${howToBringIn}`, 'help');
  }
  if (by && may(by, 'see')) {
    const wish = exportWish(input.text);
    if (wish?.rest === '') return lastAsFile({ ...use, by }, input.topic.thread);
    const asked = wish ? { ...input, text: wish.rest } : input;
    const { text, choices, topic } = asked;
    const { reading, company } = await readInSight({ ...use, by }, { text, choices, ...topic });
    return handleReading({ ...use, by, company, file: wish !== null }, reading, asked);
  }
  const reading = read(input.text, use.company);
  return reading.say === 'command' && /^(?:help|greet)$/.test(reading.command.do)
    ? outcome(outsiderHelp, 'help')
    : outsider(use.db);
}

/** "Export that": what was asked last in this thread. */
const lastAsFile = (use: Known, last: Frame | null): Promise<Outcome> | Outcome =>
  last
    ? runFrame({ ...use, file: true }, last, { path: 'plain', assumptions: [] })
    : plain('Nothing was asked here yet that could be exported. Say what: "export my open deals".', 'help');

const outsiderHelp = {
  kind: 'help' as const,
  groups: [
    {
      title: 'Steward',
      lines: [
        'It watches the sales team’s deals and asks before it changes anything. You have no role in it yet; an administrator can give you one.',
      ],
      next: [],
    },
  ],
};

async function handleReading(use: Known, reading: Reading, input: Asked): Promise<Outcome> {
  switch (reading.say) {
    case 'refused':
      return refusedFor(reading.why);
    case 'command':
      return runCommand(use, reading.command, { ...input.topic, ...reading });
    case 'lacks':
      return (await whichOnCard(use, input)) ?? lacking(reading.question, reading.completes);
    case 'question':
      return runFrame(use, reading.frame, {
        path: reading.path,
        assumptions: reading.assumptions,
        changed: reading.changed,
        by: reading.by,
        wide: saysCompanyWide(input.text),
      });
    case 'which':
      return askedBack(use, reading, { ...reading, topic: input.topic }, input.text);
    case 'partly':
      return readInPart(use, reading, input);
    case 'unread':
      return unread(use, reading, input);
  }
}
