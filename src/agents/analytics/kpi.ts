import { isBeyond, latelyChart, limitSaid, quarterAgo, sideOf, valueSaid } from '../../story/kpi.ts';
import type { Figure, FigureTrigger, Told, WatchedFigure } from '../nouns.ts';

/** A figure that somebody set an alert on is beyond its limit. */
export const kpi: FigureTrigger = {
  name: 'kpi',
  label: 'beyond its limit',
  figure: 'kpi_alerts',
  of: 'kpi_alert',
  severity: 'attention',
  limit: null,
  holds: ({ watched }) => watched !== undefined && watched.ended === null && isBeyond(watched, watched.value),
  tell: (figure) => tell(figure),
};

function tell({ name, watched, company }: Figure): Told {
  if (!watched) return { headline: name, sentence: null, asks: [] };
  const limit = limitSaid(watched, watched, company);
  const said = valueSaid(watched, watched, company);
  const beyond = isBeyond(watched, watched.value);
  const headline =
    watched.ended !== null
      ? `${name}: not watched any more`
      : watched.value === null
        ? `${name}: nothing to measure`
        : `${name} is ${said}, limit ${limit}`;
  return {
    headline,
    sentence: watched.ended ?? behind(watched, company),
    chart: beyond && watched.ended === null ? latelyChart(name, watched, company) : null,
    asks: watched.show ? [watched.show] : [],
    limit: { was: `${sideOf(watched)} ${limit}`, back: beyond ? null : backTo(watched, limit) },
  };
}

/** "11 of 50 won, of those won or lost; a quarter ago 31%. Most of it: Security losses (+6)." */
function behind(watched: WatchedFigure, company: string): string | null {
  const before = quarterAgo(watched, company);
  const made = watched.madeOf?.replace(/\.$/, '') ?? null;
  const first = before === null ? made : made === null ? before : `${made}; ${before}`;
  const said = [first && `${first.charAt(0).toUpperCase()}${first.slice(1)}.`, watched.explained];
  return said.filter(Boolean).join(' ') || null;
}

/** Without a value, or without the alert, nobody knows whether it is well again. */
function backTo(watched: WatchedFigure, limit: string): string | null {
  if (watched.value === null || watched.ended !== null) return null;
  if (watched.value === watched.limit) return `at ${limit}`;
  return `${watched.over ? 'under' : 'over'} ${limit}`;
}
