/** What is said while there is no company in the database. */
export const nothingYet = 'Nothing is here yet: no deals, accounts or leads.';
export const howToBringIn =
  'Whoever runs Steward brings them in from files (npm run -s steward -- import deals <file.csv>), or makes a sample company (npm run -s steward -- sample).';
