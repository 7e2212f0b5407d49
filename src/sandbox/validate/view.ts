import { Refusal, unreadable } from '../nouns.ts';
import { blockList } from './blocks.ts';
import { refusalFor } from './message.ts';
import { plain } from './objects.ts';
import {
  type Check,
  chars,
  complain,
  flag,
  type HasPicture,
  inside,
  isObject,
  oneOf,
  shape,
  startPlace,
} from './shape.ts';

const mostBlocks = 100;
const mostBytes = 250_000;

const shared = { private_metadata: chars(3000, 0), callback_id: chars(255, 0), external_id: chars(255, 0) };

const modal: Check = shape(
  { type: oneOf('modal'), title: plain(24), blocks: blockList(mostBlocks) },
  {
    ...shared,
    submit: plain(24),
    close: plain(24),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
);
const home: Check = shape({ type: oneOf('home'), blocks: blockList(mostBlocks) }, shared);

/** Throws the refusal that Slack would answer to this view. */
export function checkView(view: unknown, type: 'modal' | 'home', hasPicture?: HasPicture): void {
  if (view === unreadable || !isObject(view)) {
    throw refusalFor('invalid_arguments', [{ message: 'must be a view object', pointer: '/view' }]);
  }
  if (Buffer.byteLength(JSON.stringify(view)) > mostBytes) throw new Refusal('view_too_large');
  const place = startPlace(type, '/view', hasPicture);
  (type === 'modal' ? modal : home)(view, place);
  const hasInput =
    Array.isArray(view.blocks) && view.blocks.some((block) => isObject(block) && block.type === 'input');
  if (type === 'modal' && hasInput && !view.submit)
    complain(inside(place, 'submit'), 'missing required field: submit, because there is an input block');
  if (place.tally.focused > 1) complain(inside(place, 'blocks'), 'only one element may have focus_on_load');
  if (place.problems.length > 0) throw refusalFor('invalid_arguments', place.problems);
}
