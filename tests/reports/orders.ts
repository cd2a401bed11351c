import { existsSync, readFileSync } from "node:fs";
import { type Baskets, basketWriter } from "../../src/reports/baskets.ts";
import { type Db, openDb } from "../../src/store/db.ts";

const at = "2020-01-01T00:00:00Z";

/** A fresh database in memory. */
export function freshDb(): Db {
  return openDb({ path: ":memory:", mode: "write", busyMs: 0 });
}

export interface Person {
  readonly name?: string;
  readonly lifecycle?: string;
  readonly city?: string;
  readonly tags?: readonly string[];
  readonly companyId?: number;
}

export function addPerson(db: Db, id: number, person: Person = {}): void {
  const { name = "Contact " + id, lifecycle = "lead", city, tags = [], companyId } = person;
  db.run("INSERT INTO contact (id, name, lifecycle, created_at, updated_at) VALUES (?, ?, ?, ?, ?)", [
    ...[id, name, lifecycle, at, at],
  ]);
  if (city !== undefined)
    db.run("INSERT INTO contact_address (contact_id, position, city) VALUES (?, 1, ?)", [id, city]);
  for (const tag of tags) {
    db.run("INSERT INTO tag (name, name_key) VALUES (?, ?) ON CONFLICT DO NOTHING", [tag, tag.toLowerCase()]);
    const sql = "INSERT INTO contact_tag (contact_id, tag_id) SELECT ?, id FROM tag WHERE name_key = ?";
    db.run(sql, [id, tag.toLowerCase()]);
  }
  if (companyId !== undefined)
    db.run("INSERT INTO employment (contact_id, position, company_id) VALUES (?, 1, ?)", [id, companyId]);
}

export function addFirm(db: Db, id: number, firm: { name: string; city?: string; industry?: string }): void {
  db.run(
    "INSERT INTO company (id, name, name_key, city, industry, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    [id, firm.name, firm.name.toLowerCase(), firm.city ?? null, firm.industry ?? null, at, at],
  );
}

export interface OrderOptions {
  readonly refunded?: number;
  readonly currency?: string;
  readonly companyId?: number;
}

/** Amounts in minor units. */
export function addOrder(
  db: Db,
  contactId: number | null,
  order: OrderOptions & { readonly date: string; readonly amount: number },
): void {
  db.run(
    "INSERT INTO sales_order (contact_id, company_id, order_date, amount_minor, refunded_minor, currency, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [
      ...[contactId, order.companyId ?? null, order.date, order.amount],
      ...[order.refunded ?? 0, order.currency ?? "EUR", at, at],
    ],
  );
}

/** A database with contacts 1, 2, ... and what each bought: lists of "day amount" texts. */
export function dbOf(...purchases: readonly (readonly string[])[]): Db {
  const db = freshDb();
  for (const [i, orders] of purchases.entries()) {
    addPerson(db, i + 1);
    for (const order of orders) {
      const [date = "", amount = "0"] = order.split(" ");
      addOrder(db, i + 1, { date, amount: Number(amount) });
    }
  }
  return db;
}

export const berlin = { currency: "EUR", zone: "Europe/Berlin" } as const;

const cdnowFile = "../shared/data/cdnow_orders.csv";

/** The published CDNOW sample (2,357 customers, 6,919 purchases) is no part of the project. */
export const hasCdnow = existsSync(cdnowFile);

export function cdnowDb(): Db {
  const db = freshDb();
  db.script("BEGIN");
  const seen = new Set<number>();
  for (const line of readFileSync(cdnowFile, "utf8").trim().split("\n").slice(1)) {
    const [customer = "", date = "", , dollars = ""] = line.split(",");
    const id = Number(customer);
    if (!seen.has(id)) addPerson(db, id);
    seen.add(id);
    addOrder(db, id, { date, amount: Math.round(Number(dollars) * 100), currency: "USD" });
  }
  db.script("COMMIT");
  return db;
}

const rfmFile = "../shared/data/rfm_orders.csv";

/** The published orders of the R package rfm (995 customers, 4,906 orders in whole dollars). */
export const hasRfmOrders = existsSync(rfmFile);

export function rfmDb(): Db {
  const db = freshDb();
  db.script("BEGIN");
  const ids = new Map<string, number>();
  for (const line of readFileSync(rfmFile, "utf8").trim().split("\n").slice(1)) {
    const [, name = "", date = "", dollars = ""] = /^"(.*)",(.*),(.*)$/.exec(line) ?? [];
    const id = ids.get(name) ?? ids.size + 1;
    if (!ids.has(name)) addPerson(db, id, { name });
    ids.set(name, id);
    addOrder(db, id, { date, amount: Number(dollars) * 100, currency: "USD" });
  }
  db.script("COMMIT");
  return db;
}

const groceriesFile = "../shared/data/groceries.txt";

/** The published groceries data of arules: 9,835 baskets of 169 products, one a line. */
export const hasGroceries = existsSync(groceriesFile);

export function groceries(): Baskets {
  const writer = basketWriter();
  for (const line of readFileSync(groceriesFile, "utf8").trim().split("\n"))
    writer.add(line.split("|").map((name) => writer.item(name)));
  return writer.baskets();
}
