/** Block Kit arrives as loose JSON. These read it without trusting it: what is missing is simply empty. */
export type Dict = Record<string, unknown>;

export const dict = (value: unknown): Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Dict) : {};
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const dicts = (value: unknown): Dict[] => list(value).map(dict);
export const strings = (value: unknown): string[] => list(value).map(string).filter(Boolean);
export const string = (value: unknown): string => (typeof value === 'string' ? value : '');
export const number = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
export const has = (value: unknown): boolean => value !== undefined && value !== null;

/** The words of a text object (or of a bare string), as they stand in the payload. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : string(dict(value).text);
