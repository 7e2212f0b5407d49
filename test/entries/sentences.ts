/** For a right of the matrix a request in words that needs it, as it is typed by somebody of EMEA. */
import type { Action } from '../../src/policy/matrix.ts';
import type { Role } from '../../src/policy/nouns.ts';
import type { Place } from './world.ts';

export type Sentence = {
  needs: Action;
  text: string;
  /** Whose it is; absent: nobody's place. */
  place?: Place;
  /** Whom the right is of no use: who decides nothing needs nobody who decides meanwhile. */
  but?: readonly Role[];
  /** It is answered and changes nothing: they may where it is not refused. */
  reads?: true;
};

export const sentences: readonly Sentence[] = [
  { needs: 'see', text: 'how many open deals are there', reads: true },
  { needs: 'change', text: 'assign Acme Platform to Tom', place: 'near' },
  { needs: 'change', text: 'assign Acme Platform to Tom', place: 'own' },
  { needs: 'lead', text: 'claim lead L-1', place: 'near' },
  { needs: 'lead', text: 'claim lead L-3', place: 'far' },
  { needs: 'hand_over', text: 'give lead L-1 to Tom', place: 'near' },
  { needs: 'tell_self', text: 'tell me when open pipeline drops under 2m' },
  { needs: 'tell_others', text: 'let Priya know when open pipeline of EMEA drops under 2m' },
  { needs: 'end_alerts', text: 'stop alert 1' },
  { needs: 'rule', text: "don't let agents change deals of Globex" },
  { needs: 'see_rules', text: 'show rule 1', reads: true },
  { needs: 'keep_rules', text: 'delete rule 1' },
  { needs: 'pause', text: 'pause the pipeline agent' },
  { needs: 'lower', text: 'always ask me before changing Globex' },
  { needs: 'set_agent', text: 'set canary from to 30 for the pipeline agent' },
  { needs: 'set_place', text: 'set the stale threshold to 14 days for EMEA', place: 'near' },
  { needs: 'set_place', text: 'set the stale threshold to 14 days for AMER', place: 'far' },
  { needs: 'set_company', text: 'make Tom the owner of the pipeline agent' },
  { needs: 'set_authority', text: 'set the approval limit to 150k' },
  { needs: 'set_own', text: 'my quiet hours 18:00 to 8:00' },
  { needs: 'stand_in', text: "I'm away until Monday, Stella decides for me", but: ['admin'] },
  { needs: 'stand_in', text: 'Tom covers for Priya until Monday', place: 'near' },
  { needs: 'stand_in', text: 'Mara covers for Nora until Monday', place: 'far' },
  { needs: 'see_snapshots', text: 'list snapshots', reads: true },
  { needs: 'nudge', text: 'nudge all reps in EMEA with deals in negotiation', place: 'near' },
  { needs: 'nudge', text: 'nudge all reps in AMER with deals in negotiation', place: 'far' },
  { needs: 'snapshot', text: 'take a snapshot called before' },
  {
    needs: 'workflows',
    text: 'add the workflow customer onboarding at https://hooks.example.com/start/here?key=K1',
  },
  { needs: 'phrasings', text: 'review phrasings', reads: true },
  { needs: 'audit', text: 'show the audit log of Tom this month', reads: true },
  { needs: 'roles', text: 'make Dan an approver' },
];
