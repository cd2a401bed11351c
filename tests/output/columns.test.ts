import { expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import type { Column } from "../../src/field.ts";
import { fieldHelp, plainKeys, selectColumns, shownColumns } from "../../src/output/columns.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "closeDate", header: "Expected close", type: "date" },
  { key: "externalId", header: "External id", type: "text", detail: true },
];

const picked = (fields: string) => selectColumns(columns, fields).map((column) => column.key);

function refusal(fields: string): UserError {
  try {
    selectColumns(columns, fields);
  } catch (error) {
    if (error instanceof UserError) return error;
  }
  throw new Error(`"${fields}" was not refused`);
}

test("--fields picks and orders, each field once", () => {
  expect(picked("name,id")).toEqual(["name", "id"]);
  expect(picked(" name , id,name,")).toEqual(["name", "id"]);
});

test("case, underscores, hyphens and blanks of a field do not count", () => {
  expect(picked("close_date,CLOSE-DATE,NAME")).toEqual(["closeDate", "name"]);
  expect(picked("expected close")).toEqual(["closeDate"]);
});

test("without --fields all columns stay as they are", () => {
  expect(selectColumns(columns, undefined)).toBe(columns);
});

test("a detail is shown only when it is named", () => {
  expect(shownColumns(columns).map((column) => column.key)).toEqual(["id", "name", "closeDate"]);
  expect(shownColumns(selectColumns(columns, "externalId")).map((column) => column.key)).toEqual([
    "externalId",
  ]);
});

test("an unknown field is a usage error with a suggestion and the list", () => {
  const error = refusal("id,nmae");
  expect(error.kind).toBe("usage");
  expect(error.message).toBe('no field "nmae". Did you mean "name"? (id, name, closeDate, externalId)');
});

test("--fields with nothing in it is a usage error that lists the fields", () => {
  expect(refusal(" , ")).toMatchObject({ kind: "usage", hint: "fields: id, name, closeDate, externalId" });
});

test("the help names key, type and header of each field", () => {
  expect(fieldHelp(columns)).toMatchInlineSnapshot(`
    "id          id       Id
    name        text     Name
    closeDate   date     Expected close
    externalId  text     External id
    "
  `);
});

test("amounts written out are called without their unit, but never as another column is", () => {
  const won: readonly Column[] = [
    { key: "openMinor", header: "Open", type: "money" },
    { key: "won", header: "Won", type: "integer" },
    { key: "wonMinor", header: "Amount won", type: "money" },
  ];
  expect(plainKeys(won)).toEqual(["open", "won", "wonMinor"]);
});
