/** A reading in one line, as the corpus writes it. */
import type { Lexicon } from '../../src/language/lexicon.ts';
import { type ReadWith, read } from '../../src/language/reader.ts';
import type { Command, Frame, Reading } from '../../src/language/request.ts';
import { understanding } from '../../src/language/understanding.ts';

/** Friday, 20 March 2026. */
export const on = (lexicon: Lexicon, thread: Frame | null = null): ReadWith => ({
  lexicon,
  now: new Date('2026-03-20T10:00:00Z'),
  zone: 'UTC',
  calendar: { fiscalYearStart: 1, weekStart: 1 },
  companyCurrency: 'USD',
  thread,
});

/** `? which` asks back · `~` partly read, with what was not · `-` not read · `! why` refused · `> ` a command. */
export function say(reading: Reading, lexicon: Lexicon): string {
  const use = on(lexicon);
  switch (reading.say) {
    case 'question':
      return understanding(reading.frame, use);
    case 'partly':
      return `~ ${understanding(reading.frame, use)} | ${reading.unread.join(' | ')}`;
    case 'which':
      return `? ${reading.question} ${reading.options.map((option) => option.label).join(' | ')}`;
    case 'refused':
      return `! ${reading.why}`;
    case 'command':
      return `> ${told(reading.command)}`;
    case 'unread':
      return '-';
  }
}

export const readAs = (text: string, lexicon: Lexicon): string => say(read(text, on(lexicon)), lexicon);

function told(command: Command): string {
  if (command.do === 'pause' || command.do === 'resume') {
    const whom =
      command.what === 'everything' ? 'everything' : command.subjects.map((one) => one.name).join(', ');
    return `${command.do} ${whom}${command.do === 'pause' && command.until ? ` until ${command.until.said}` : ''}`;
  }
  if (command.do === 'run') return `run ${command.agent.name}`;
  if (command.do === 'deal' || command.do === 'owner') return `${command.do} ${command.name}`;
  if (command.do === 'agent_status') return `status ${command.agent?.name ?? 'of all'}`;
  return command.do === 'help' ? `help ${command.about}` : command.do;
}
