import type { Column } from "../../field.ts";
import { clean } from "../../output/clean.ts";
import type { Look } from "../../output/format.ts";
import { tableLines } from "../../output/table.ts";
import { wrap } from "../../output/width.ts";
import type { CrosssellReport, OfferReport } from "../../reports/crosssell.ts";
import { heading, notes } from "./view.ts";

const ruleColumns: readonly Column[] = [
  { key: "antecedents", header: "Who buys", type: "list" },
  { key: "consequents", header: "buys", type: "text" },
  { key: "confidence", header: "Confid.", type: "percent" },
  { key: "lift", header: "Lift", type: "number" },
  { key: "count", header: "Count", type: "integer" },
  { key: "support", header: "Support", type: "percent" },
];

export function rulesView(report: CrosssellReport, look: Look): string {
  const top = heading("Bought together", report, { counted: "baskets", look });
  const table =
    report.rows.length === 0
      ? (report.n === 0 ? "no orders with products" : "no rules") + "\n"
      : [...tableLines(ruleColumns, report.rows, look)].join("");
  const more =
    report.rows.length === 0
      ? []
      : ["lift = how many times as often as by chance; count = baskets with all of them"];
  return (top + "\n" + table + "\n" + notes(report, more, look)).trimEnd() + "\n";
}

const offerColumns: readonly Column[] = [
  { key: "product", header: "Offer", type: "text" },
  { key: "because", header: "because of", type: "list" },
  { key: "confidence", header: "Confid.", type: "percent" },
  { key: "lift", header: "Lift", type: "number" },
  { key: "count", header: "Count", type: "integer" },
];

export function offerView(report: OfferReport, contact: string, look: Look): string {
  const title = "What " + clean(contact) + " may want next";
  const top = heading(title, report, { counted: "baskets", look });
  const owned = report.owned.length === 0 ? "has no product yet" : "has " + clean(report.owned.join(", "));
  const has = wrap(owned, look.width ?? 80).join("\n") + "\n\n";
  const table =
    report.rows.length === 0
      ? "nothing to offer\n"
      : [...tableLines(offerColumns, report.rows, look)].join("");
  return (top + "\n" + has + table + "\n" + notes(report, [], look)).trimEnd() + "\n";
}
