import { type Json, Refusal, unreadable } from '../nouns.ts';
import { blockList } from './blocks.ts';
import {
  type Check,
  chars,
  complain,
  type HasPicture,
  inside,
  isObject,
  list,
  type Place,
  type Problem,
  startPlace,
} from './shape.ts';

const mostText = 40_000;
const mostBlocks = 50;
const mostAttachments = 100;
// Slack publishes no number; `msg_blocks_too_long` was seen from about 13,200 characters on.
const mostBlockText = 13_200;
// Slack publishes no number for metadata either; under 2 KB is known to be safe.
const mostMetadata = 2_048;

type Content = {
  text?: string;
  blocks?: unknown;
  attachments?: unknown;
  markdown_text?: string;
  metadata?: unknown;
};

/** Throws the refusal that Slack would answer to this message. */
export function checkMessage(content: Content, hasPicture?: HasPicture): void {
  const { text, blocks, attachments, markdown_text: markdown, metadata } = content;
  if (markdown !== undefined && (text !== undefined || blocks !== undefined))
    throw new Refusal('markdown_text_conflict');
  if (markdown !== undefined && markdown.length > 12_000) throw new Refusal('msg_too_long');
  if (text !== undefined && text.length > mostText) throw new Refusal('msg_too_long');
  if (blocks !== undefined) checkBlocks(blocks, hasPicture);
  if (attachments !== undefined) checkAttachments(attachments, hasPicture);
  const empty = !text?.trim() && !markdown?.trim() && !hasAny(blocks) && !hasAny(attachments);
  if (empty) throw new Refusal('no_text');
  if (metadata !== undefined) checkMetadata(metadata);
}

/** A Refusal with the problems as Slack words them. */
export function refusalFor(code: string, problems: Problem[]): Refusal {
  const messages = problems.map(({ message, pointer }) => `[ERROR] ${message} [json-pointer:${pointer}]`);
  const errors = problems.map(({ message, pointer }) => ({ code, message, pointer }));
  return new Refusal(code, { errors, response_metadata: { messages } });
}

function checkBlocks(blocks: unknown, hasPicture?: HasPicture): void {
  if (blocks === unreadable || !Array.isArray(blocks)) throw new Refusal('invalid_blocks_format');
  const place = startPlace('message', '/blocks', hasPicture);
  blockList(mostBlocks)(blocks, place);
  if (place.tally.focused > 1) complain(place, 'only one element may have focus_on_load');
  if (place.problems.length > 0) throw refusalFor('invalid_blocks', place.problems);
  if (place.tally.text + place.tally.markdown > mostBlockText) throw new Refusal('msg_blocks_too_long');
}

const attachment: Check = (value, place) => {
  if (!isObject(value)) complain(place, 'must be an object');
  else if (value.blocks !== undefined) blockList(mostBlocks)(value.blocks, inside(place, 'blocks'));
};

function checkAttachments(attachments: unknown, hasPicture?: HasPicture): void {
  if (attachments === unreadable || !Array.isArray(attachments)) throw new Refusal('invalid_attachments');
  if (attachments.length > mostAttachments) throw new Refusal('too_many_attachments');
  const place = startPlace('message', '/attachments', hasPicture);
  list(attachment, mostAttachments, 0)(attachments, place);
  if (place.problems.length > 0) throw refusalFor('invalid_blocks', place.problems);
}

const plainValue = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
const flat = (value: unknown): boolean => isObject(value) && Object.values(value).every(plainValue);

function checkMetadata(metadata: unknown): void {
  if (metadata === unreadable || !isObject(metadata)) throw new Refusal('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return;
  const place: Place = startPlace('message', '/metadata');
  if (metadata.event_type === undefined) complain(place, 'missing required field: event_type');
  else chars(255)(metadata.event_type, inside(place, 'event_type'));
  if (!isObject(metadata.event_payload)) complain(place, 'missing required field: event_payload');
  for (const [name, value] of Object.entries((metadata.event_payload ?? {}) as Json)) {
    const fits = plainValue(value) || flat(value) || (Array.isArray(value) && value.every(flat));
    if (!fits)
      complain(
        inside(inside(place, 'event_payload'), name),
        'must be a string, number, boolean, or flat object(s) of them',
      );
  }
  if (place.problems.length > 0) throw refusalFor('invalid_metadata_schema', place.problems);
  if (Buffer.byteLength(JSON.stringify(metadata)) > mostMetadata) throw new Refusal('metadata_too_large');
}

const hasAny = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
