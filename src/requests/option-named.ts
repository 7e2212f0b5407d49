/** A typed answer to a question back: "Tom", "4 March I mean", "the 4th of March please". */

/** The one option whose label has all of the words; null where none or several have, or where the words ask something of their own. */
export function optionNamed<One extends { label: string }>(
  options: readonly One[],
  typed: string,
): One | null {
  const whole = options.find(({ label }) => label.toLowerCase() === typed.toLowerCase());
  if (whole) return whole;
  const meant = typed.replace(leading, '').replace(trailing, '');
  const said = wordsOf(meant);
  if (said.length === 0 || said.length > 5 || asksItself.test(meant) || !/\p{L}{3}/u.test(meant)) return null;
  const [one, ...more] = options.filter(({ label }) => {
    const known = wordsOf(label);
    return said.every((word) => known.includes(word));
  });
  return one && more.length === 0 ? one : null;
}

const leading =
  /^(?:(?:i (?:mean|meant)|sorry|oh|ok|okay|the one (?:of|from|called)|it's|that's|that is|it is|make it|take|rather)[\s,:]+)+/i;
const trailing =
  /(?:[\s,.!]+(?:i (?:mean|meant)|please|pls|thanks|thank you|sorry|of course|obviously|that is|is what i (?:mean|meant)))*[\s.!]*$/i;
const asksItself =
  /\b(?:deals?|opps?|pipeline|leads?|forecast|revenue|show|list|how|what|who|which|not|no|only|and|or|all|both|before|after|since)\b|\?/i;

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/(?<=\d)(?:st|nd|rd|th)\b/g, '')
    .split(/[^\p{L}\p{N}'-]+/u)
    .filter((word) => word !== '' && word !== 'the' && word !== 'of');
