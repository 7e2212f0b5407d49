/** What a row of the audit log says was changed: from what to what. */

/** "Owner: Tom Reyes → Priya Nair", "30 → 14"; empty where it is about no value. `named`: how people call an id. */
export function changeIn(details: Record<string, unknown>, named: (value: string) => string): string {
  const said = (value: unknown): string =>
    value === null || value === undefined || value === ''
      ? 'empty'
      : typeof value === 'object'
        ? JSON.stringify(value)
        : named(String(value));
  const wants = part(details.wants);
  const fields = [details.fields, wants?.fields].find(Array.isArray);
  if (fields)
    return fields
      .map(part)
      .filter((one) => one !== null && typeof one.field === 'string')
      .map((one) => `${labelled(String(one?.field))}: ${said(one?.before)} → ${said(one?.after)}`)
      .join('; ');
  const told = 'before' in details && 'after' in details;
  return told ? `${said(details.before)} → ${said(details.after)}` : '';
}

const part = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;

const labelled = (field: string): string => {
  const words = field.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};
