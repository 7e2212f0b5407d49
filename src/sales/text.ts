/** The one way in which texts are compared: compatibility forms and case folded. The database function of the same name does the same. */
export const fold = (text: string): string =>
  text.normalize('NFKC').toUpperCase().toLowerCase().replaceAll('ς', 'σ');
