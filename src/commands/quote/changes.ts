import type { Column, Row } from "../../field.ts";
import { formatMoney } from "../../output/format.ts";
import type { Db } from "../../store/db.ts";
import type { QuoteLine } from "../../store/quote/total.ts";
import { type QuoteVersion, quoteVersion } from "../../store/quote/version.ts";
import type { QuoteDetail } from "../../store/quote.ts";
import { rateText } from "../options/rate.ts";
import { lineTerms, quantityText } from "./line.ts";

export const changeColumns: readonly Column[] = [
  { key: "version", header: "Version", type: "integer" },
  { key: "what", header: "What", type: "text" },
  { key: "before", header: "Before", type: "text" },
  { key: "after", header: "After", type: "text" },
];

/** What each version of a quote changed in the one before it; an empty text: it was not there, or is not any more. */
export function quoteChanges(db: Db, quote: QuoteDetail, locale: string): Row[] {
  const money = (minor: number) => formatMoney(minor, quote.currency, locale);
  const versions = quote.versions.flatMap(({ version }) => quoteVersion(db, quote.id, version) ?? []);
  return versions.slice(1).flatMap((after, index) => {
    const before = described(versions[index] ?? after, money);
    const now = described(after, money);
    const parts = [...new Set([...now.keys(), ...before.keys()])];
    return parts.flatMap((what): Row[] => {
      const [was, is] = [before.get(what) ?? "", now.get(what) ?? ""];
      return was === is ? [] : [{ version: after.version, what, before: was, after: is }];
    });
  });
}

/** The parts of a version by their names; lines of the same name are told apart by a number. */
function described(version: QuoteVersion, money: (minor: number) => string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const [at, line] of version.lines.entries()) {
    const name = line.sku ?? line.title;
    const twin = version.lines.slice(0, at).filter((other) => (other.sku ?? other.title) === name).length;
    parts.set(
      twin === 0 ? name : name + " (" + (twin + 1) + ")",
      lineText(line, version.lineMinors[at] ?? 0, money),
    );
  }
  parts.set("discount", version.discountBp === 0 ? "" : rateText(version.discountBp));
  parts.set("valid until", version.validUntilDate ?? "");
  parts.set("agreed", version.perks ?? "");
  parts.set("terms", version.terms ?? "");
  parts.set("net", money(version.netMinor));
  parts.set("total", money(version.totalMinor));
  return parts;
}

function lineText(line: QuoteLine, minor: number, money: (minor: number) => string): string {
  return quantityText(line.quantityMilli) + " x " + lineTerms(line, money) + ": " + money(minor);
}
