/** Which length of time is meant by "30 days": in the stage, since the last activity, since it was created. */
import type { FieldName } from '../sales/fields.ts';
import type { Piece } from './pieces.ts';
import type { Option } from './request.ts';
import type { State } from './state.ts';
import { squash } from './text.ts';
import { fieldNamed } from './vocabulary.ts';

type Cue = { field: FieldName; distance: number };

/** Which length of time is meant: by the nearest word that says so; asks back where none does. */
export function lengthField(s: State, at: number, start: number, end: number): FieldName | null {
  const compared = s.list[start];
  // In a thread about a length of time: that one.
  const same = s.before?.clauses.find(
    (one) => one.says === 'stale' || (one.says === 'range' && one.unit === 'days'),
  );
  const known = same && 'field' in same ? same.field : null;
  // "Stale deals", then "older than 90 days": so long in the stage. "Deals older than 90 days" are of that age.
  const bare = !s.list.some((one) => one.is === 'noun' || one.is === 'date');
  if (compared?.is === 'compare' && /^(older|younger|newer)/.test(compared.text.toLowerCase()))
    return (bare && known) || 'age';
  // "Open more than 6 months"
  const before = s.list[start - 1];
  if (
    before?.is === 'status' &&
    /^(?:still )?open$/i.test(before.text) &&
    compared &&
    ['compare', 'quantity', 'within'].includes(compared.is)
  )
    return 'age';
  const cues: Cue[] = [];
  s.list.forEach((piece, place) => {
    const field = piece.is === 'age' && /^old/i.test(piece.text) && bare && known ? known : cueField(piece);
    if (!field || (place >= start && place < end)) return;
    const between = place < start ? s.list.slice(place + 1, start) : s.list.slice(end, place);
    const distance =
      between.filter((one) => !['filler', 'prep', 'compare', 'noun'].includes(one.is)).length * 2 +
      (place > at ? 1 : 0);
    cues.push({ field, distance });
  });
  if (cues.length === 0 && known) return known;
  // In a thread about a stage: longer in it.
  const staged = s.before?.clauses.some((one) => one.says === 'names' && one.field === 'stage');
  if (cues.length === 0 && staged) return 'days_in_stage';
  cues.sort((a, b) => a.distance - b.distance);
  const stage = cues.find((cue) => cue.field === 'stage');
  const sure = cues.find((cue) => cue.field !== 'stage');
  const best = sure && (!stage || sure.distance <= stage.distance + 4) ? sure : stage;
  if (best) return best.field === 'stage' ? 'days_in_stage' : best.field;
  return whichLength(s, start, end);
}

function cueField(piece: Piece): FieldName | null {
  if (piece.is === 'motion') return piece.motion === 'stage' ? 'days_in_stage' : 'days_since_activity';
  if (piece.is === 'age') return 'age';
  if (piece.is === 'date') return piece.field;
  if (piece.is === 'status' && !piece.status.includes('open')) return 'close_date';
  if (piece.is === 'name')
    return piece.match.entries.some((entry) => entry.kind === 'stage') ? 'stage' : null;
  if (piece.is !== 'field') return null;
  const field = fieldNamed(piece.field);
  if (field?.type === 'days') return piece.field;
  return field?.type === 'day' ? piece.field : null;
}

function whichLength(s: State, start: number, end: number): FieldName | null {
  const words = squash(
    s.list
      .slice(start, end)
      .map((one) => one.text)
      .join(' '),
  );
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'reading');
  if (chosen) return chosen.ids[0] ?? null;
  const said = s.list
    .slice(start, end)
    .map((one) => one.text)
    .join(' ');
  const option = (label: string, field: FieldName): Option => ({
    label,
    kind: 'reading',
    fact: null,
    choice: { words, kind: 'reading', ids: [field] },
  });
  s.which ??= {
    question: `"${said}": counted from when?`,
    options: [
      option('In the same stage', 'days_in_stage'),
      option('Since the last activity', 'days_since_activity'),
      option('Since it was created', 'age'),
    ],
  };
  return 'days_in_stage';
}
