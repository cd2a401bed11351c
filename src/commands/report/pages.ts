import type { Report } from "../../app.ts";
import type { Look } from "../../output/format.ts";
import type { Picture } from "../../output/html/picture.ts";
import { customerPages } from "./pages-customers.ts";
import { marketingPages } from "./pages-marketing.ts";
import { salesPages } from "./pages-sales.ts";
import { servicePages } from "./pages-service.ts";
import { workPages } from "./pages-work.ts";

/** How a report looks on a page. */
export interface Page {
  readonly title: string;
  /** What its n counts. */
  readonly counted: string;
  readonly pictures: readonly Picture[];
  /** The pictures show every figure. */
  readonly hidesTable?: boolean;
  /** What the report did not count, where it says so in words of its own. */
  readonly notes?: readonly string[];
}

/** A page for each report of a record of report types by name. */
export type Pages<Reports> = {
  readonly [name in keyof Reports]: (report: Reports[name], look: Look) => Page;
};

const pages = { ...customerPages, ...salesPages, ...workPages, ...marketingPages, ...servicePages };

/** A report without pictures of its own is its table. */
export function pageOf(report: Report, look: Look): Page {
  const known = pages[report.report as keyof typeof pages] as
    | ((report: Report, look: Look) => Page)
    | undefined;
  return known?.(report, look) ?? { title: report.report, counted: "", pictures: [] };
}
