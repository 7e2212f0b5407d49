/** Ages in bands of thirty days, as far as there are cases to tell one from the next. Pure. */

const bandDays = 30;
const enoughCases = 30;

/**
 * The band of an age in days. Bands are thirty days wide; one with fewer than thirty cases is joined to the next older,
 * and the oldest to the next younger, so that a deal older than any before has the rate of the oldest known, not of all.
 */
export function ageBands(counted: { age: number | null; cases: number }[]): (age: number | null) => string {
  const cases: number[] = [];
  for (const one of counted)
    if (one.age !== null) {
      const place = placeOf(one.age);
      cases[place] = (cases[place] ?? 0) + one.cases;
    }
  const starts = startsOf(Array.from(cases, (one) => one ?? 0));
  return (age) => {
    if (age === null) return 'unknown';
    const start = starts.findLast((from) => from <= placeOf(age)) ?? 0;
    return String(start * bandDays);
  };
}

const placeOf = (age: number): number => Math.max(0, Math.floor(age / bandDays));

function startsOf(cases: number[]): number[] {
  const starts = [0];
  let gathered = 0;
  for (const [place, count] of cases.entries()) {
    if (gathered >= enoughCases) {
      starts.push(place);
      gathered = 0;
    }
    gathered += count;
  }
  if (gathered < enoughCases && starts.length > 1) starts.pop();
  return starts;
}
