import type { AddressDraft } from "../store/contact.ts";
import { type Col, type Columns, cellOf, lineOf } from "./columns.ts";
import type { FieldOf } from "./headers.ts";
import { labelIn } from "./labels.ts";

const addressFields = ["street", "postalCode", "city", "region", "country"] as const;

/** One address for each label; the second line of a street goes behind the first. */
export function addressReader(
  columns: Columns<FieldOf<"contacts">>,
): (cells: readonly string[]) => AddressDraft[] {
  const groups = new Map<string, { of: Col; cols: [(typeof addressFields)[number], Col][] }>();
  for (const field of addressFields) {
    for (const col of columns.all(field)) {
      const index = field === "street" && col.labelAt === undefined ? 1 : col.index;
      const key = (col.label ?? "") + index;
      const group = groups.get(key) ?? { of: col, cols: [] };
      group.cols.push([field, col]);
      groups.set(key, group);
    }
  }
  const all = [...groups.values()];
  return (cells) => {
    const addresses: AddressDraft[] = [];
    for (const { of, cols } of all) {
      const parts: Record<string, string> = {};
      let isEmpty = true;
      for (const [field, col] of cols) {
        const text = field === "street" ? streetOf(cells, col) : lineOf(cells, col);
        if (text === null) continue;
        isEmpty = false;
        parts[field] = parts[field] === undefined ? text : parts[field] + ", " + text;
      }
      if (!isEmpty) addresses.push({ label: labelIn(cells, of), ...parts });
    }
    return addresses;
  };
}

function streetOf(cells: readonly string[], col: Col): string | null {
  if (col.asItIs) return lineOf(cells, col);
  return cellOf(cells, col).replace(/\s*[\r\n]+\s*/g, ", ") || null;
}
