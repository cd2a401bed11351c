import type { OrderRead, OrderRow } from "./orders.ts";
import type { CsvRow } from "./records.ts";

/** Rows of one order; with an error, they are not taken in. */
export interface OrderGroup {
  readonly rows: OrderRow[];
  readonly from: CsvRow[];
  /** What is wrong with which of the rows. */
  error: { readonly row: CsvRow; readonly error: unknown } | undefined;
}

/** Orders whose rows are still waited for. */
const open = 10_000;

/**
 * Gathers the rows of an order by its number, wherever in the file they stand, as long as not more than ten thousand
 * other orders begin between two of them; later ones are refused when the order is found to be written. A row without a number is an order of its own.
 */
export function orderGroups(close: (group: OrderGroup) => void) {
  const groups = new Map<string, OrderGroup>();
  const closeFirst = () => {
    const [number, group] = groups.entries().next().value ?? [];
    if (number === undefined || group === undefined) return;
    groups.delete(number);
    close(group);
  };
  return {
    add(from: CsvRow, { number, ...read }: OrderRead): void {
      const group = number === null ? undefined : groups.get(number);
      const target = group ?? { rows: [], from: [], error: undefined };
      target.from.push(from);
      if ("error" in read) target.error ??= { row: from, error: read.error };
      else target.rows.push(read.row);
      if (number === null) close(target);
      else if (group === undefined) groups.set(number, target);
      if (groups.size > open) closeFirst();
    },
    end(): void {
      while (groups.size > 0) closeFirst();
    },
  };
}
