/** Turns of phrase, each with what is said in its place: a pattern, and a text or what makes one of what was found. */
export type Turn = [RegExp, string | ((...found: string[]) => string)];

/** The text with each of them put in its turn, in their order. */
export const turned = (text: string, turns: readonly Turn[]): string =>
  turns.reduce((left, [turn, put]) => left.replace(turn, put as (...found: string[]) => string), text);
