/** Of all series that are judged, which ones somebody is told of: one for each cause. Pure. */
import type { Judged } from './anomaly.ts';
import type { Kpi } from './kpis.ts';

/** A figure of the company (`where` null) or of a territory. */
export type Watched = { kpi: Kpi; where: { id: string; name: string } | null; judged: Judged };
export type Incident = Watched & { id: string; holds: boolean };

/** What is told already is over when it is within so much of its limit. */
export const overAt = 0.7;
/** A territory that explains so much of what is off in the company is the one that is told. */
const explains = 0.6;

export const incidentId = ({ kpi, where }: Pick<Watched, 'kpi' | 'where'>): string =>
  `${kpi.family}:${where?.id ?? 'all'}`;

const strength = ({ judged }: Watched): number => Math.abs(judged.score) / judged.limit;
const difference = ({ judged }: Watched): number => judged.came - judged.expected;

/**
 * `live`: ids of what is told already; it stays the one that is told for as long as it holds, and is given back where it
 * holds no longer too, to say so. Of figures of one family the one that is off most speaks. Where the company and a
 * territory are off to the same side it is one cause: the territory is told where it explains most of it, else the company.
 */
export function incidents(all: Watched[], live: ReadonlySet<string>): Incident[] {
  const loudest = new Map<string, Watched>();
  for (const one of all) {
    const id = incidentId(one);
    const known = loudest.get(id);
    if (!known || strength(one) > strength(known)) loudest.set(id, one);
  }
  const holding = [...loudest].map(
    ([id, one]): Incident => ({
      ...one,
      id,
      holds: strength(one) > (live.has(id) ? overAt : 1),
    }),
  );
  const families = new Set(all.map(({ kpi }) => kpi.family));
  const told = [...families].flatMap((family) =>
    perCause(
      holding.filter((one) => one.holds && one.kpi.family === family),
      live,
    ),
  );
  const over = holding.filter(({ id, holds }) => live.has(id) && !holds);
  return [...told, ...over];
}

function perCause(off: Incident[], live: ReadonlySet<string>): Incident[] {
  return [1, -1].flatMap((side) => {
    const same = off.filter(({ judged }) => Math.sign(judged.score) === side);
    const company = same.find(({ where }) => where === null);
    const parts = same.filter(({ where }) => where !== null).toSorted((a, b) => strength(b) - strength(a));
    const known = same.filter(({ id }) => live.has(id));
    if (!company) return parts;
    if (known.length > 0) return known;
    const most = parts.find(
      (one) => one.kpi.name === company.kpi.name && difference(one) / difference(company) >= explains,
    );
    return [most ?? company];
  });
}
