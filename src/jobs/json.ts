/**
 * JSON as Postgres takes it. A NUL or half a surrogate pair is legal in JavaScript and refused by jsonb;
 * either becomes the replacement character, so that no text from outside can stop a whole batch.
 */
const refused = /(?<=(?<!\\)(?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;

export const toJson = (value: unknown): string => {
  const text = JSON.stringify(value ?? null);
  return text.includes('\\u') ? text.replace(refused, '\\ufffd') : text;
};
