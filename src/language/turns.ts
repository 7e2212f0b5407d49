/** Turns of phrase, each with what is said in its place: a pattern, and a text or what makes one of what was found. */
import { cued } from './cues.ts';

export type Turn = [RegExp, string | ((...found: string[]) => string)];

/** Gives the text with each of them put in its turn, in their order. */
export function turning(turns: readonly Turn[]): (text: string) => string {
  const marksOf = cued(turns.map(([turn]) => turn));
  return (text) => {
    let left = text;
    let marks = marksOf(left);
    for (let at = marks.indexOf(1); at >= 0; at = marks.indexOf(1, at + 1)) {
      const [turn, put] = turns[at] as Turn;
      const next = left.replace(turn, put as (...found: string[]) => string);
      if (next !== left) marks = marksOf(next);
      left = next;
    }
    return left;
  };
}
