/** The bytes of a mail, as text of one character per byte: what its character sets are is known only when it is cut into its parts. */

/** As it came over the wire. Text that is already Unicode is taken as UTF-8. */
export const wireOf = (text: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about all that fits into one byte
  if (/^[\x00-\xFF]*$/.test(text)) return text;
  return fromBytes(new TextEncoder().encode(text));
};

export const toBytes = (wire: string): Uint8Array =>
  Uint8Array.from(wire, (sign) => sign.charCodeAt(0) & 0xff);

const fromBytes = (bytes: Uint8Array): string => {
  let wire = '';
  for (let at = 0; at < bytes.length; at += 8192)
    wire += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return wire;
};

/** Text of bytes whose character set nobody names: UTF-8, else Windows-1252. */
export function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
