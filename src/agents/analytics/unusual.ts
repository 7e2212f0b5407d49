import {
  explanation,
  unusualAsks,
  unusualChart,
  unusualHeadline,
  unusualSide,
  usualAgain,
} from '../../story/unusual.ts';
import type { Figure, FigureTrigger, Told } from '../nouns.ts';

/** The latest days or weeks of a figure are not what its own past makes expect. Looked at once a day, and when somebody asks it to. */
export const unusual: FigureTrigger = {
  name: 'unusual',
  label: 'out of the ordinary',
  figure: 'series',
  of: 'series',
  severity: 'attention',
  limit: null,
  holds: ({ unusual }) => unusual?.holds ?? false,
  tell: (figure) => tell(figure),
};

function tell({ name, unusual: of, company }: Figure): Told {
  if (!of) return { headline: name, sentence: null, asks: [] };
  return {
    headline: unusualHeadline(of, company),
    sentence: of.holds ? explanation(of, company) : null,
    asks: unusualAsks(of),
    limit: { was: unusualSide(of), back: of.holds ? null : usualAgain },
    chart: unusualChart(of, company),
  };
}
