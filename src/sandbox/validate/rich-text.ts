import { anything, byType, type Check, chars, flag, isObject, list, oneOf, shape, whole } from './shape.ts';

const style = shape(
  {},
  {
    bold: flag,
    italic: flag,
    strike: flag,
    code: flag,
    underline: flag,
    highlight: flag,
    client_highlight: flag,
    unlink: flag,
  },
);
const styled = { style };

const leaves: Record<string, Check> = {
  text: (value, place) => {
    if (isObject(value) && typeof value.text === 'string') place.tally.text += value.text.length;
    shape({ type: oneOf('text'), text: chars(40_000) }, styled)(value, place);
  },
  link: shape({ type: oneOf('link'), url: chars(3000) }, { ...styled, text: chars(40_000, 0), unsafe: flag }),
  emoji: shape(
    { type: oneOf('emoji'), name: chars(255) },
    { ...styled, unicode: chars(255), url: chars(3000), skin_tone: whole(1, 6) },
  ),
  user: shape({ type: oneOf('user'), user_id: chars(255) }, styled),
  usergroup: shape({ type: oneOf('usergroup'), usergroup_id: chars(255) }, styled),
  channel: shape({ type: oneOf('channel'), channel_id: chars(255) }, styled),
  team: shape({ type: oneOf('team'), team_id: chars(255) }, styled),
  broadcast: shape({ type: oneOf('broadcast'), range: oneOf('here', 'channel', 'everyone') }, styled),
  color: shape({ type: oneOf('color'), value: chars(255) }, styled),
  date: shape(
    { type: oneOf('date'), timestamp: whole(0, 9_999_999_999), format: chars(255) },
    { ...styled, url: chars(3000), fallback: chars(255) },
  ),
  // Documented without their fields: let through by name.
  citation: anything,
  tag: anything,
};

const leaf: Check = (value, place) => byType(leaves, value, place)?.(value, place);

const many = 10_000;
const border = { border: whole(0, 1) };
const section = shape({ type: oneOf('rich_text_section'), elements: list(leaf, many, 0) });

const containers: Record<string, Check> = {
  rich_text_section: section,
  rich_text_list: shape(
    { type: oneOf('rich_text_list'), style: oneOf('bullet', 'ordered'), elements: list(section, many) },
    { ...border, indent: whole(0, 8), offset: whole(0, 10_000) },
  ),
  rich_text_quote: shape({ type: oneOf('rich_text_quote'), elements: list(leaf, many, 0) }, border),
  rich_text_preformatted: shape(
    { type: oneOf('rich_text_preformatted'), elements: list(leaf, many, 0) },
    { ...border, language: chars(255) },
  ),
};

const container: Check = (value, place) => byType(containers, value, place)?.(value, place);

/** A rich_text block, wherever it stands. */
export const richText: Check = shape(
  { type: oneOf('rich_text'), elements: list(container, many) },
  { block_id: chars(255) },
);
