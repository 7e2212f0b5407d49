/** How people are spoken to by themselves, in the tone that they want: every wording that differs by it, in one table. */
import { firstName } from './format.ts';

export type Tone = 'formal' | 'casual';

type Wording = {
  /** In front of what an agent asks a person about a deal; null: it begins with the question. */
  asks: (reader: string) => string | null;
  greets: (reader: string) => string;
  /** Under a mail: where what it is about can be decided, and how to end these mails. */
  mailEnds: string;
  /** A mail did not go; what it was about is here. */
  unmailed: string;
};

export const wordings: Readonly<Record<Tone, Wording>> = {
  formal: {
    asks: () => null,
    greets: (reader) => `Dear ${reader},`,
    mailEnds:
      'Nobody reads answers to this mail. What there is to decide waits in Slack, in Steward\'s Home; "message me in Slack", said to Steward there, ends these mails.',
    unmailed: 'What it was about comes here instead. "message me in Slack" has everything come here.',
  },
  casual: {
    asks: (reader) => `Hi ${firstName(reader)}, a quick one.`,
    greets: (reader) => `Hi ${firstName(reader)},`,
    mailEnds:
      'Answers to this mail go nowhere: it all waits in Slack, in Steward\'s Home. Tell Steward "message me in Slack" there and these mails end.',
    unmailed: 'So here it is instead. Say "message me in Slack" and it all comes here.',
  },
};

/** Whatever is not known is formal. */
export const toneNamed = (name: string): Tone => (name === 'casual' ? 'casual' : 'formal');
