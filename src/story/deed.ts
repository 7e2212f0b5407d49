/** What the audit log records, in words: its kinds are written for programs. Pure. */

const nouns: Record<string, string> = {
  exception: 'card',
  kpi_alert: 'alert',
  mode_request: 'request for auto',
  stand_in: 'stand-in',
};

/** "agent.joined" → "Agent joined", "exception.asks_more" → "Card asks more". */
export function deedSaid(action: string): string {
  const [of = '', ...deed] = action.split('.');
  const said = [nouns[of] ?? of, ...deed].join(' ').replaceAll('_', ' ');
  return capital(said);
}

/**
 * What a row is about: "EMEA: stale days in Negotiation", "rule 3", "Tom Reyes". `named`: names in the place of ids.
 */
export function subjectSaid(kind: string, id: string, named: (text: string) => string): string {
  if (kind === 'setting') {
    const [name = '', scope = '', of = '', ...stage] = id.split(':');
    const where = scope === 'everyone' || scope === '' ? '' : ` for ${named(of)}`;
    return `${name.replaceAll('_', ' ')}${where}${stage.length > 0 ? ` in ${named(stage.join(':'))}` : ''}`;
  }
  if (id === 'all' || id === 'everything') return 'everything';
  const said = named(id);
  return /^\d+$/.test(id) ? `${(nouns[kind] ?? kind).replaceAll('_', ' ')} ${id}` : said;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
