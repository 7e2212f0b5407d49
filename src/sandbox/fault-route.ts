import { z } from 'zod';
import { faultChoices, faultNames, faultOf, shownFault } from './fault-choices.ts';
import type { Inside } from './inside.ts';
import type { FaultsAnswer } from './page-api.ts';

const Wanted = z.union([
  z.strictObject({
    fault: z.enum(faultNames),
    on: z.enum(['messages', 'windows', 'everything']).default('messages'),
    /** Null: until it is switched off. */
    times: z.number().int().min(1).max(1000).nullable().default(1),
  }),
  z.strictObject({ off: z.literal(true) }),
  /** Ends Steward's connection at this moment. */
  z.strictObject({ cut: z.literal(true) }),
]);

/** What can go wrong here, and what is switched on. */
export const faultsAnswer = (use: Inside): FaultsAnswer => ({
  choices: faultChoices,
  on: use.faults.list().map(shownFault),
});

/** Switches one fault on, or all off; what was held back is sent then. Refuses nonsense with a ZodError. */
export function switchFault(use: Inside, body: unknown): FaultsAnswer {
  const wanted = Wanted.parse(body);
  if ('off' in wanted) {
    use.faults.clear();
    use.delivery.release();
  } else if ('cut' in wanted) {
    use.notices.add('fault', 'The connection of Steward was cut.');
    use.sockets.drop();
  } else {
    const fault = faultOf(wanted.fault, wanted.on, wanted.times);
    if (fault) use.faults.add(fault);
  }
  return faultsAnswer(use);
}
