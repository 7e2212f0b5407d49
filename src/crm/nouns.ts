/** The nouns as they are counted. */
export const nouns = {
  deal: 'deals',
  lead: 'leads',
  account: 'accounts',
  contact: 'contacts',
  person: 'people',
  activity: 'activities',
} as const;
