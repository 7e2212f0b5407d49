import type { Suggestion } from './reply.ts';

const longestLabel = 30;

/** A request typed out, as a button: the label is the request, cut where it is long. */
export function suggestion(at: number, request: string): Suggestion {
  const label = `${request.charAt(0).toUpperCase()}${request.slice(1)}`;
  return {
    choice: `next:${at}`,
    label: label.length > longestLabel ? `${label.slice(0, longestLabel - 1).trimEnd()}…` : label,
    request,
  };
}

export const suggestions = (requests: string[]): Suggestion[] =>
  requests.map((request, at) => suggestion(at, request));
