const allowed = new Set(['http:', 'https:', 'mailto:']);

/** The address if a person may be sent there from a message: http, https or mailto. Everything else is null. */
export const safeUrl = (address: string): string | null => {
  try {
    return allowed.has(new URL(address).protocol) ? address : null;
  } catch {
    return null;
  }
};

/** The address if it may be an image's source. */
export const imageUrl = (address: string): string | null => {
  const url = safeUrl(address);
  return url?.startsWith('http') ? url : null;
};
