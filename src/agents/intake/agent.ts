import type { Agent } from '../nouns.ts';

/** Takes leads as they come in (src/exceptions/arriving.ts). It looks for nothing by itself, and a person claims each lead. */
export const intake: Agent = {
  name: 'intake',
  label: 'Intake agent',
  version: 2,
  metric: 'Median time from a lead to its first contact',
  hears: [],
  triggers: [],
  figures: [],
  propose: () => null,
};
