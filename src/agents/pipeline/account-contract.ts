/** The data contract of accounts: what the company directory says of them (sales/precedence.ts says whose word counts). */
import type { RecordTrigger } from '../nouns.ts';

export const accountEnrichable: RecordTrigger = {
  name: 'account_enrichable',
  label: 'of which the company directory says more or something else',
  of: 'account',
  condition: {
    all: [
      { field: 'directory_by', is: ['website', 'contacts'], heldBy: 'check_company' },
      // As of a past day what had come by then.
      { field: 'directory_on', to: { ago: { days: 0 } } },
      {
        any: [
          { field: 'directory_fills', from: 1 },
          { field: 'directory_words', from: 1 },
          { field: 'directory_drift', from: { setting: 'company_percent' }, exclusive: ['from'] },
        ],
      },
    ],
  },
  since: 'directory_on',
  severity: 'attention',
  limit: 'check_company',
  tolerance: 'company_percent',
  reads: ['check_company', 'company_percent'],
  over: 'the company directory says nothing else of it now',
};
