import { clean } from "../../output/clean.ts";
import { formatMoney, type Look } from "../../output/format.ts";
import { textWidth, truncate } from "../../output/width.ts";
import type { DealQuote } from "../../store/quote.ts";
import { localDate } from "../../values/date.ts";

/** The history of what was offered for a deal: a line a quote, with how it stands and its total; the deal itself has it net. */
export function dealQuoteLines(quotes: readonly DealQuote[], look: Look): string[] {
  const rows = quotes.map((quote) => [
    quote.number + (quote.version === 1 ? "" : " v" + quote.version),
    statusText(quote, look.zone),
    formatMoney(quote.totalMinor, quote.currency, look.locale) +
      (quote.totalMinor === quote.netMinor ? "" : " with tax"),
  ]);
  const widths = [0, 1, 2].map((at) => Math.max(0, ...rows.map((row) => textWidth(row[at] ?? ""))));
  const room = Math.max(20, (look.width ?? 80) - (widths[0] ?? 0) - (widths[2] ?? 0) - 6);
  const status = Math.min(widths[1] ?? 0, room);
  return rows.map(([number = "", said = "", total = ""]) => {
    const cut = truncate(said, status, look.ascii ? "~" : "…");
    const pad = (text: string, width: number) => text + " ".repeat(Math.max(0, width - textWidth(text)));
    return (
      "  " + pad(number, widths[0] ?? 0) + "  " + pad(cut, status) + "  " + total.padStart(widths[2] ?? 0)
    );
  });
}

/** "sent 2026-11-21, valid until 2026-11-30", "declined 2026-11-28: price" */
function statusText(
  { status, sentAt, decidedDate, validUntilDate, declineReason }: DealQuote,
  zone: string,
): string {
  const until = validUntilDate === null ? "" : ", valid until " + validUntilDate;
  if (status === "draft") return status + until;
  if (status === "sent") return "sent " + (sentAt === null ? "" : localDate(sentAt, zone)) + until;
  const why = declineReason === null ? "" : ": " + clean(declineReason);
  return status + " " + (decidedDate ?? validUntilDate ?? "") + why;
}
