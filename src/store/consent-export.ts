import type { Field } from "../field.ts";
import { consentStateSql, mayReachSql, usualPurpose } from "./consent.ts";
import type { Channel } from "./contact.ts";
import type { Db } from "./db.ts";
import type { Where } from "./list.ts";

/** How a list of contacts that leaves the house heeds what they agreed to and refused. */
export interface Heed {
  /** Only contacts who may be reached by this channel. */
  readonly channel: Channel | undefined;
  readonly purpose: string;
  /** "given": who has agreed; else everybody who has not refused. */
  readonly need: "given" | "not withdrawn";
}

/** The channel that a field is the way to. */
const wayTo: Readonly<Record<string, Channel>> = {
  email: "email",
  otherEmails: "email",
  phone: "call",
  otherPhones: "call",
  street: "letter",
};

/** The fields with the ways to contacts who refused to be reached by them left empty. */
export function heedingFields(fields: readonly Field[], { purpose }: Heed): readonly Field[] {
  return fields.map((field) => {
    const channel = wayTo[field.key.replace(/^address\d+Street$/, "street")];
    if (channel === undefined) return field;
    // What several fields have in common is read as it is: it knows nothing of a refusal.
    const { shared: _, ...own } = field;
    return {
      ...own,
      sql: "(CASE WHEN " + consentStateSql + " = 'withdrawn' THEN NULL ELSE " + field.sql + " END)",
      params: [channel, purpose, ...(field.params ?? [])],
    };
  });
}

/** The condition with the contacts who may not be reached left out. */
export function heedingWhere(where: Where | undefined, { channel, purpose, need }: Heed): Where | undefined {
  if (channel === undefined) return where;
  const reach = { sql: mayReachSql(need), params: [channel, purpose] };
  if (where === undefined) return reach;
  return { sql: "(" + where.sql + ") AND " + reach.sql, params: [...where.params, ...reach.params] };
}

/** How many contacts have refused each channel for a purpose; channels that nobody refused are left out. */
export function refusals(db: Db, purpose: string = usualPurpose): { channel: Channel; contacts: number }[] {
  if (db.get("SELECT 1 FROM consent WHERE state = 'withdrawn' LIMIT 1") === undefined) return [];
  const sql =
    "SELECT count(*) AS n FROM contact WHERE id IN (SELECT contact_id FROM consent) AND " +
    consentStateSql +
    " = 'withdrawn'";
  return [...new Set(Object.values(wayTo))]
    .map((channel) => ({ channel, contacts: db.get<{ n: number }>(sql, [channel, purpose])?.n ?? 0 }))
    .filter(({ contacts }) => contacts > 0);
}
