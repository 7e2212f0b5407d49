/** The bytes of a mail, as text of one character per byte: so a mail can be cut into its parts before their character sets are known. */

/** As it came over the wire. Text that is already Unicode is taken as UTF-8. */
export const wireOf = (text: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about all that fits into one byte
  if (/^[\x00-\xFF]*$/.test(text)) return text;
  return fromBytes(new TextEncoder().encode(text));
};

export const toBytes = (wire: string): Uint8Array =>
  Uint8Array.from(wire, (sign) => sign.charCodeAt(0) & 0xff);

export const fromBytes = (bytes: Uint8Array): string => {
  let wire = '';
  for (let at = 0; at < bytes.length; at += 8192)
    wire += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return wire;
};

/** Text of these bytes. What a wrong or unknown name of a character set would spoil is read as UTF-8, else as Windows-1252. */
export function decoded(bytes: Uint8Array, charset: string | null): string {
  const wanted = charset?.trim().toLowerCase() ?? '';
  for (const name of wanted === '' || wanted === 'us-ascii' || wanted === 'ascii'
    ? ['utf-8']
    : [wanted, 'utf-8']) {
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch {
      // The next one.
    }
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

export function fromBase64(text: string): Uint8Array {
  const clean = text.replace(/[^A-Za-z0-9+/]/g, '');
  // A last letter that stands alone carries no byte.
  const whole = clean.length % 4 === 1 ? clean.slice(0, -1) : clean;
  return Uint8Array.from(atob(whole), (sign) => sign.charCodeAt(0));
}

export const fromQuotedPrintable = (text: string): string =>
  text
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
