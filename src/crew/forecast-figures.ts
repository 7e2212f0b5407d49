/** What the forecasting agent's triggers look at, as figures of the company and of each person with a quota. */
import { forecasting } from '../agents/forecasting/agent.ts';
import type { Figure, FigureName, ForecastFigure, ForecastTerms } from '../agents/nouns.ts';
import type { Db } from '../db/pool.ts';
import type { AttainmentFigures, ForecastAlertFigures } from '../sales/attained.ts';
import type { SettingRow } from '../settings/settings.ts';
import type { ForecastReport } from '../story/forecast-report.ts';
import { judged } from './look-at-figures.ts';

export type ForecastWatched = ReadonlyMap<FigureName, Figure[]>;

export async function figuresOfForecast(
  db: Db,
  { coverage, winRate, attainment }: ForecastAlertFigures,
  terms: ForecastTerms,
): Promise<ForecastWatched> {
  const company = { subject: { kind: 'company', id: 'all' }, name: coverage.whole.name, at: {} } as const;
  const people = await placesOf(db, attainment);
  return new Map<FigureName, Figure[]>([
    ['coverage', [figureOf(company, { of: 'coverage', figures: coverage, terms })]],
    ['win_rate', [figureOf(company, { of: 'win rate', figures: winRate, terms })]],
    [
      'attainment',
      attainment.map((figures) => {
        const id = figures.whose.id ?? '';
        const place = people.get(id);
        return {
          ...figureOf(
            {
              subject: { kind: 'person', id },
              name: figures.whose.name,
              at: { personId: id, teamId: place?.team_id ?? null, territoryId: place?.territory_id ?? null },
            },
            { of: 'attainment', figures, terms },
          ),
          // What is said of one person goes to them and their manager.
          readers: place?.manager_id ? [id, place.manager_id] : [id],
        };
      }),
    ],
  ]);
}

const figureOf = (of: Pick<Figure, 'subject' | 'name' | 'at'>, forecast: ForecastFigure): Figure => ({
  ...of,
  manager: null,
  value: 0,
  worth: 0,
  beside: {},
  company: forecast.terms.companyCurrency,
  forecast,
});

type Place = { id: string; team_id: string | null; territory_id: string | null; manager_id: string | null };

async function placesOf(db: Db, attainment: AttainmentFigures[]): Promise<Map<string, Place>> {
  const ids = attainment.flatMap(({ whose }) => whose.id ?? []);
  if (ids.length === 0) return new Map();
  const rows = await db('people as p')
    .leftJoin('teams as t', 't.id', 'p.team_id')
    .whereIn('p.id', ids)
    .select<Place[]>(
      'p.id',
      'p.team_id',
      'p.manager_id',
      db.raw('coalesce(p.territory_id, t.territory_id) as territory_id'),
    );
  return new Map(rows.map((row) => [row.id, row]));
}

/** All that is off in it, as its report says it; nothing where nothing is. */
export const offIn = (watched: ForecastWatched, settings: SettingRow[]): ForecastReport['alerts'] =>
  forecasting.figures.flatMap((trigger) =>
    (watched.get(trigger.figure) ?? []).flatMap((figure) => {
      const { told, holds } = judged({ settings }, trigger, figure);
      if (!holds) return [];
      const { headline, evidence = [], proposes = null } = told;
      return [
        {
          severity: trigger.severity,
          why: headline,
          evidence,
          proposes,
          personal: figure.readers !== undefined,
        },
      ];
    }),
  );
