import type { Field } from "../../field.ts";

/** When a record of the table was made and last changed, as its lists and filters have it. */
export function stampFields(table: string): readonly Field[] {
  return [
    {
      key: "createdAt",
      header: "Created",
      type: "instant",
      aliases: ["created"],
      sql: table + ".created_at",
      detail: true,
    },
    {
      key: "updatedAt",
      header: "Updated",
      type: "instant",
      aliases: ["updated"],
      sql: table + ".updated_at",
      detail: true,
    },
  ];
}
