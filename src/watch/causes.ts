/** What an error category means, for people. */
const words: Record<string, string> = {
  parsing: 'what came in could not be read',
  validation: 'what came in was out of range',
  api: 'the CRM or another service did not answer or refused',
  timeout: 'the answer took too long',
  rate_limit: 'the other side asked for fewer calls',
  refusal: 'the language model refused',
  truncated: 'the language model’s answer was cut off',
  database: 'the database did not answer',
  internal: 'an error in Steward itself',
};

/** The cause as a sentence: the error itself where all examples agree on it, else what the category means. */
export function causeInWords(category: string, examples: { error: string }[]): string {
  const first = examples[0]?.error ?? '';
  const agreed = first !== '' && examples.every((example) => example.error === first);
  const sentence = agreed ? first : (words[category] ?? category);
  return `${sentence.slice(0, 200).replace(/^The /, 'the ').replace(/\.$/, '')}.`;
}
