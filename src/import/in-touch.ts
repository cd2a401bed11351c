import type { YearlyDate } from "../store/contact/date.ts";
import type { InTouch } from "../store/import/contacts.ts";
import { splitParts } from "../values/parts.ts";
import { isLived, readPeriod } from "../values/period.ts";
import { spanText } from "../values/span.ts";
import { readYearly } from "../values/yearly-date.ts";
import { BadCell, type Col, type Columns, type DateNote, lineOf, quote, readCell } from "./columns.ts";
import type { FieldOf } from "./headers.ts";
import { channelWords, wordOf } from "./kinds.ts";
import { labelIn } from "./labels.ts";

/** A column of its own for one yearly date, which is called as the column. */
export interface YearlyColumn {
  readonly label: string;
  readonly note: DateNote | null;
  /** YYYY-MM-DD, or --MM-DD; null: the cell is empty, or holds no day as 0/0/00 does not. */
  date(cells: readonly string[]): string | null;
}

/** How often and how to be in touch, and yearly dates; null where a row says nothing of it, or the file has no such column. */
export function inTouchReader(
  columns: Columns<FieldOf<"contacts">>,
  yearly: readonly YearlyColumn[],
): (cells: readonly string[]) => InTouch | null {
  const [often, by, days] = [
    columns.first("cadence"),
    columns.first("preferredChannel"),
    columns.all("dates"),
  ];
  if (often === undefined && by === undefined && days.length + yearly.length === 0) return () => null;
  return (cells) => {
    const cadence = readCell(cells, often, { wrong: "is no period of days", read: periodOf });
    const preferredChannel = wordOf(cells, by, channelWords);
    const named = yearly.flatMap(({ label, date: of }): YearlyDate[] => {
      const date = of(cells);
      return date === null ? [] : [{ label, date }];
    });
    const dates = days
      .flatMap((col) => (col.labelAt === undefined ? datesIn(cells, col) : labelledDate(cells, col)))
      .concat(named);
    return cadence === null && preferredChannel === null && dates.length === 0
      ? null
      : { cadence, preferredChannel, dates };
  };
}

function periodOf(text: string): string | undefined {
  const period = readPeriod(text);
  return period === undefined || !isLived(period) ? undefined : spanText(period);
}

/** A day whose label stands in the column beside it. */
function labelledDate(cells: readonly string[], col: Col): YearlyDate[] {
  const date = readCell(cells, col, { wrong: "is no date", read: readYearly });
  return date === null ? [] : [{ label: labelIn(cells, col) ?? "date", date }];
}

/** "anniversary: 2019-05-04; name day: --06-24". A semicolon in front of which there is no day belongs to a label. */
function datesIn(cells: readonly string[], col: Col): YearlyDate[] {
  const text = lineOf(cells, col);
  if (text === null) return [];
  const dates: YearlyDate[] = [];
  let rest = "";
  for (const part of splitParts(text)) {
    rest += part;
    const at = rest.lastIndexOf(":");
    const label = rest.slice(0, at).trim();
    const date = at < 1 || label === "" ? undefined : readYearly(rest.slice(at + 1));
    if (date === undefined) {
      rest += "; ";
      continue;
    }
    dates.push({ label, date });
    rest = "";
  }
  if (rest.replaceAll(";", "").trim() === "") return dates;
  const wrong = quote(rest.slice(0, -2).trim()) + " is no label with a date, such as anniversary: 2019-05-04";
  throw new BadCell(col, text, wrong, "is no label with a date");
}
