/** A typed answer to a question back: "Tom", "4 March I mean", "the 4th of March please". */

/** The one option whose label has all of the words; null where none or several have, or where the words ask something of their own. */
export function optionNamed<One extends { label: string }>(
  options: readonly One[],
  typed: string,
): One | null {
  const whole = options.find(({ label }) => label.toLowerCase() === typed.toLowerCase());
  if (whole) return whole;
  const told = apartFrom(options, typed.replace(leading, '').replace(trailing, ''));
  if (told) return told;
  const meant = typed.replace(leading, '').replace(trailing, '');
  const said = wordsOf(meant);
  if (said.length === 0 || said.length > 5 || asksItself.test(meant) || !/\p{L}{3}/u.test(meant)) return null;
  const [one, ...more] = options.filter(({ label }) => {
    const known = wordsOf(label);
    return said.every((word) => known.includes(word));
  });
  return one && more.length === 0 ? one : null;
}

/** By just what tells it from the others: "pipeline" of "Pause the Pipeline agent" and "Pause the Forecasting agent". */
function apartFrom<One extends { label: string }>(options: readonly One[], typed: string): One | null {
  const lists = options.map(({ label }) => wordsOf(label));
  const same = (from: (list: string[]) => string | undefined): boolean =>
    lists.every((list) => list.length > 1 && from(list) === from(lists[0] ?? []));
  if (lists.length < 2) return null;
  while (same((list) => list[0])) for (const list of lists) list.shift();
  while (same((list) => list.at(-1))) for (const list of lists) list.pop();
  const told = (list: string[]): string => list.filter((word) => !light.has(word)).join(' ');
  const said = told(wordsOf(typed));
  const [one, ...more] = said === '' ? [] : options.filter((_, at) => told(lists[at] ?? []) === said);
  return one && more.length === 0 ? one : null;
}
const light = new Set(['one', 'agent', 'agents', 'playbook', 'a', 'an', 'just', 'only']);

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
