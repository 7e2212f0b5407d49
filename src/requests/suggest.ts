import type { Suggestion } from './reply.ts';

const longestLabel = 30;

/** A request typed out, as a button: the label is the request, cut between two words where it is long. */
export function suggestion(at: number, request: string): Suggestion {
  const label = `${request.charAt(0).toUpperCase()}${request.slice(1)}`;
  return {
    choice: `next:${at}`,
    label: label.length > longestLabel ? `${cut(label, longestLabel - 1)}…` : label,
    request,
  };
}

/** Whole words of it; a word that alone is longer is cut. */
function cut(text: string, length: number): string {
  const room = text.slice(0, length + 1);
  const end = room.lastIndexOf(' ');
  return (end > 0 ? room.slice(0, end) : text.slice(0, length)).replace(/[\s,]+$/, '');
}

export const suggestions = (requests: string[]): Suggestion[] =>
  requests.map((request, at) => suggestion(at, request));
