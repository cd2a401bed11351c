/**
 * The number of a day as SQL, from an expression that gives YYYY-MM-DD, so that days can be counted between two of
 * them: the Julian day number, by integer arithmetic that every database understands; null stays null.
 */
export function daySql(date: string): string {
  const part = (from: number, length: number) =>
    "CAST(substr(" + date + ", " + from + ", " + length + ") AS INTEGER)";
  const month = part(6, 2);
  // January and February count as months 11 and 12 of the year before.
  const early = "((14 - " + month + ") / 12)";
  const year = "(" + part(1, 4) + " + 4800 - " + early + ")";
  const days = "((153 * (" + month + " + 12 * " + early + " - 3) + 2) / 5)";
  return (
    "(" +
    [part(9, 2), days, "365 * " + year, year + " / 4"].join(" + ") +
    " - " +
    year +
    " / 100 + " +
    year +
    " / 400)"
  );
}
