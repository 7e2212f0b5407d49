import {
  address,
  all,
  type Check,
  chars,
  complain,
  exactlyOne,
  flag,
  inside,
  isObject,
  list,
  oneOf,
  type Place,
  shape,
} from './shape.ts';

const counted =
  (most: number, least = 1): Check =>
  (value, place) => {
    if (typeof value === 'string') place.tally.text += value.length;
    chars(most, least)(value, place);
  };

/** A plain_text object. */
export const plain = (most: number, least = 1): Check =>
  shape({ type: oneOf('plain_text'), text: counted(most, least) }, { emoji: flag });

export const mrkdwn = (most: number, least = 1): Check =>
  shape({ type: oneOf('mrkdwn'), text: counted(most, least) }, { verbatim: flag });

/** A text object of either type. */
export const text =
  (most: number): Check =>
  (value, place) => {
    if (isObject(value) && value.type === 'mrkdwn') mrkdwn(most)(value, place);
    else if (isObject(value) && value.type === 'plain_text') plain(most)(value, place);
    else if (isObject(value)) complain(inside(place, 'type'), `unsupported text type: ${String(value.type)}`);
    else complain(place, 'must be a text object');
  };

export const confirm: Check = shape(
  { title: plain(100), text: text(300), confirm: plain(30), deny: plain(30) },
  { style: oneOf('primary', 'danger') },
);

export const placeholder = plain(150);

/** An option of a select, an overflow, checkboxes or radio buttons. */
export const option = ({ url = false, markdown = false } = {}): Check =>
  shape(
    { text: markdown ? text(75) : plain(75), value: chars(150) },
    { description: markdown ? text(75) : plain(75), ...(url ? { url: address(3000) } : {}) },
  );

/** Options with values that differ. */
export const options = (item: Check, most: number, least = 1): Check =>
  all(list(item, most, least), differentValues);

export const optionGroups = (item: Check): Check =>
  list(shape({ label: plain(75), options: options(item, 100) }), 100);

function differentValues(value: unknown, place: Place): void {
  const seen = new Set<unknown>();
  for (const [i, entry] of Array.isArray(value) ? value.entries() : []) {
    const own = isObject(entry) ? entry.value : undefined;
    if (own !== undefined && seen.has(own))
      complain(inside(place, i), `duplicate option value: ${String(own)}`);
    seen.add(own);
  }
}

/** What is chosen at first must be one of the options. */
export const initialAmong =
  (name: 'initial_option' | 'initial_options'): Check =>
  (value, place) => {
    if (!isObject(value) || value[name] === undefined) return;
    const groups = Array.isArray(value.option_groups) ? value.option_groups : [{ options: value.options }];
    const all = groups.flatMap((group) =>
      isObject(group) && Array.isArray(group.options) ? group.options : [],
    );
    const known = new Set(all.map((entry) => (isObject(entry) ? entry.value : undefined)));
    const chosen = Array.isArray(value[name]) ? value[name] : [value[name]];
    for (const entry of chosen) {
      if (isObject(entry) && !known.has(entry.value))
        complain(inside(place, name), `${name} must match one of the options`);
    }
  };

const slackFile: Check = (value, place) => {
  const before = place.problems.length;
  all(shape({}, { id: chars(255), url: address(3000) }), exactlyOne('id', 'url'))(value, place);
  const sound = isObject(value) && place.problems.length === before;
  if (sound && !place.hasPicture(value)) complain(place, 'invalid slack file');
};

/** A picture: by public address, or by a file that Slack has. */
export const imageFields: Record<string, Check> = {
  image_url: address(3000, { fetched: true }),
  slack_file: slackFile,
};
export const imageElement: Check = all(
  shape({ type: oneOf('image'), alt_text: chars(2000) }, imageFields),
  exactlyOne('image_url', 'slack_file'),
);
