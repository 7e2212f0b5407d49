/**
 * US dollars per million tokens, in and out, as the providers' public price lists gave them in November 2026
 * (platform.claude.com, model overview). A model that is not listed costs an unknown amount, never "nothing".
 */
const dollarsPerMillion: { name: RegExp; in: number; out: number }[] = [
  { name: /^claude-haiku-5-5/, in: 0.1, out: 0.5 },
  { name: /^claude-sonnet-5-5/, in: 2, out: 10 },
];
const dearest = {
  in: Math.max(...dollarsPerMillion.map((row) => row.in)),
  out: Math.max(...dollarsPerMillion.map((row) => row.out)),
};

/** Cost of one call in US dollars; null where the model's price is not known. */
export function costOf(model: string, tokens: { in: number; out: number }): number | null {
  const price = dollarsPerMillion.find((row) => row.name.test(model));
  return price ? (tokens.in * price.in + tokens.out * price.out) / 1_000_000 : null;
}

/** What a budget counts for a call whose price is not known: as much as the dearest listed model takes. */
export const assumedCost = (tokens: { in: number; out: number }): number =>
  (tokens.in * dearest.in + tokens.out * dearest.out) / 1_000_000;
