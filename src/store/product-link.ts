import { UserError } from "../errors.ts";
import type { Db } from "./db.ts";

/** Ids of other products. */
export interface ProductLinks {
  readonly goesWith: readonly number[];
  readonly upgradeOf: readonly number[];
}

/**
 * Adds links; one that is there already stays. Links that lead back to their beginning are refused, all of them. True
 * when one is new.
 */
export function linkProducts(db: Db, id: number, { goesWith, upgradeOf }: ProductLinks): boolean {
  if (goesWith.includes(id)) throw refused(db, "goes with itself", [id]);
  for (const other of upgradeOf) {
    const way = wayDown(db, other, id);
    if (way !== undefined) throw refused(db, "would be an upgrade of itself", [id, ...way]);
  }
  const insert = db.prepare(
    "INSERT INTO product_link (product_id, kind, other_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const made = [
    ...goesWith.map((other) => insert.run([Math.min(id, other), "goes-with", Math.max(id, other)])),
    ...upgradeOf.map((other) => insert.run([id, "upgrade-of", other])),
  ];
  return made.some(({ changes }) => changes > 0);
}

/** Takes every link between two products away; false when there was none. */
export function unlinkProduct(db: Db, id: number, other: number): boolean {
  const sql = `
    DELETE FROM product_link
    WHERE (product_id = :id AND other_id = :other) OR (product_id = :other AND other_id = :id)`;
  return db.run(sql, { id, other }).changes > 0;
}

/** The products from `from` down to `to`, each an upgrade of the next; undefined: none leads there. */
function wayDown(db: Db, from: number, to: number): number[] | undefined {
  const below = "SELECT other_id AS id FROM product_link WHERE product_id = ? AND kind = 'upgrade-of'";
  const ways: number[][] = [[from]];
  const seen = new Set([from]);
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1)!;
    if (last === to) return way;
    for (const { id } of db.all<{ id: number }>(below, [last])) {
      if (!seen.has(id)) ways.push([...way, id]);
      seen.add(id);
    }
  }
  return undefined;
}

function refused(db: Db, why: string, way: readonly number[]): UserError {
  const name = (id: number) =>
    db.get<{ name: string }>("SELECT coalesce(sku, name) AS name FROM product WHERE id = ?", [id])?.name ??
    "";
  const [first = 0] = way;
  const chain = way.length < 3 ? "" : ": " + way.map(name).join(" > ");
  return new UserError(
    "refused",
    "product " + name(first) + " " + why + chain,
    "see: crm product show " + first,
  );
}
