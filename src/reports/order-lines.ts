import type { Db } from "../store/db.ts";
import { rowEnd } from "./packed.ts";
import { type Customer, counted, countedParams } from "./purchases.ts";
import type { ReportScope } from "./scope.ts";
import { seenUntil } from "./window.ts";

/** Orders, by id, that one statement packs into one text: rows crossing from SQLite take longer than the text. */
export const ordersInText = 1_000;

interface Lines {
  readonly noun: Customer["noun"];
  /** SQL over sales_order and order_line that writes one line as text. */
  readonly line: string;
  /** Lines of credits, too: what they sent back. */
  readonly credits?: boolean;
}

/**
 * The lines of the orders that count (from `from` to `to`, else all), many orders to a text, the lines of an order one
 * behind the other.
 */
export function* packedLines(
  db: Db,
  scope: ReportScope,
  { noun, line, credits = false }: Lines,
): IterableIterator<string> {
  const last = db.get<{ id: number | null }>("SELECT max(id) AS id FROM sales_order")?.id ?? 0;
  const seen = seenUntil(scope);
  const sql = [
    "SELECT string_agg(" + line + ", '" + rowEnd + "') AS packed",
    "FROM (SELECT * ",
    ...counted(seen, noun),
    credits ? "" : "AND amount_minor >= 0",
    "AND order_date >= ? AND id > ? AND id <= ?) AS sales_order",
    "JOIN order_line ON order_line.order_id = sales_order.id",
  ].join("\n");
  const statement = db.prepare(sql);
  const params = [...countedParams(seen), scope.from ?? ""];
  for (let id = 0; id < last; id += ordersInText) {
    const packed = statement.get<{ packed: string | null }>([...params, id, id + ordersInText])?.packed;
    if (packed !== null && packed !== undefined) yield packed;
  }
}
