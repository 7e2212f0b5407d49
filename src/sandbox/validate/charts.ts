import { type Check, chars, complain, inside, isObject, list, oneOf, type Place, shape } from './shape.ts';

const label = chars(20);
const finite: Check = (value, place) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) complain(place, 'must be a number');
};
const positive: Check = (value, place) => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    complain(place, 'must be more than 0');
};

const pie = shape({ type: oneOf('pie'), segments: list(shape({ label, value: positive }), 12) });
const series = shape({ name: label, data: list(shape({ label, value: finite }), 20) });
const lines = shape({
  type: oneOf('line', 'bar', 'area'),
  series: list(series, 12),
  axis_config: shape({ categories: list(label, 20) }, { x_label: chars(50), y_label: chars(50) }),
});

const chart: Check = (value, place) => {
  const type = isObject(value) ? value.type : undefined;
  if (type === 'pie') pie(value, place);
  else {
    lines(value, place);
    onePointPerCategory(value, place);
  }
};

/** data_visualization: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export const chartBlock: Check = (value, place) => {
  shape({ type: oneOf('data_visualization'), title: chars(50), chart }, { block_id: chars(255) })(
    value,
    place,
  );
  place.tally.charts += 1;
  if (place.tally.charts > 2)
    complain(place, 'no more than 2 data_visualization blocks allowed in a message');
};

function onePointPerCategory(value: unknown, place: Place): void {
  if (!isObject(value) || !Array.isArray(value.series) || !isObject(value.axis_config)) return;
  const categories = Array.isArray(value.axis_config.categories) ? value.axis_config.categories : [];
  const names = new Set<unknown>();
  for (const [i, one] of value.series.entries()) {
    if (!isObject(one)) continue;
    const at = inside(inside(place, 'series'), i);
    if (names.has(one.name)) complain(inside(at, 'name'), 'series names must be unique');
    names.add(one.name);
    const labels = Array.isArray(one.data)
      ? one.data.map((point) => (isObject(point) ? point.label : undefined))
      : [];
    const fits =
      labels.length === categories.length &&
      new Set(labels).size === labels.length &&
      categories.every((category) => labels.includes(category));
    if (!fits) complain(inside(at, 'data'), 'must have exactly one point per category');
  }
}
