import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

/** Texts that spreadsheets, shells and readers of CSV trip over. */
const text = fc.oneof(
  fc.constantFrom(
    "=1+1",
    "+49",
    "-5",
    "@x",
    "'quoted",
    'a "b" c',
    "a,b",
    "a;b",
    "Zoë 🌟",
    "line\nbreak",
    "NULL",
    "0",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
);
/** As a cell holds it: no NUL, no blanks at its ends, line ends as one kind. */
const cell = text
  .map((one) => one.replaceAll("\0", "").replace(/\r\n?/g, "\n").trim())
  .filter((one) => one !== "" && !/^'[=+\-@\t\r]/.test(one));
const word = fc.string({ unit: fc.constantFrom(..."abcdefghijklmnop"), minLength: 2, maxLength: 8 });
/** Told apart by name and email, so that each row is a person. */
const person = fc.record({
  name: word,
  city: fc.option(word, { nil: "" }),
  note: fc.option(cell, { nil: "" }),
  role: fc.option(word, { nil: "" }),
  company: fc.option(word, { nil: "" }),
});
const people = fc.array(person, { minLength: 1, maxLength: 8 }).map((list) =>
  list.map((one, at) => ({
    ...one,
    // A role is one at a company.
    role: one.company === "" ? "" : one.role,
    email: one.name + at + "@acme.example",
  })),
);

function csv(rows: readonly Readonly<Record<string, string>>[], delimiter: string, end: string): string {
  const keys = Object.keys(rows[0] ?? {});
  const quoted = (value: string) => '"' + value.replaceAll('"', '""') + '"';
  return [keys, ...rows.map((row) => keys.map((key) => row[key] ?? ""))]
    .map((cells) => cells.map(quoted).join(delimiter) + end)
    .join("");
}

const fields = ["name", "email", "city", "note", "role", "company"];

describe("a table of people", () => {
  it("comes in, goes out, and comes in again elsewhere as the same people", async () => {
    await fc.assert(
      fc.asyncProperty(
        people,
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n"),
        async (rows, delimiter, end) => {
          const crm = setupCrm();
          expect(await crm.withInput(csv(rows, delimiter, end), "import", "contacts", "-")).toMatchObject({
            code: 0,
          });
          const shown = await crm.json<Record<string, string | null>[]>(
            "contact",
            "list",
            "--sort",
            "id",
            "--fields",
            fields.join(),
          );
          const expected = rows.map((row) =>
            Object.fromEntries(fields.map((key) => [key, row[key as keyof typeof row] || null])),
          );
          expect(shown).toEqual(expected);
          const exported = await crm("export", "contacts");
          const other = setupCrm();
          const again = await other.withInput(exported.out, "import", "contacts", "-");
          expect(again).toMatchObject({ code: 0 });
          expect(await other.json("contact", "list", "--sort", "id", "--fields", fields.join())).toEqual(
            shown,
          );
          const before = dump(crm.db);
          await crm.withInput(exported.out, "import", "contacts", "-");
          expect(dump(crm.db)).toEqual(before);
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  it("is counted to the row, whatever it holds", async () => {
    const junk = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { maxLength: 10 });
    const refused = [
      ["=1+1", "a;b", " ", "=1+1"],
      ["a;b", "=1+1"],
    ];
    await fc.assert(
      fc.asyncProperty(junk, async (rows) => {
        const crm = setupCrm();
        const lines = rows.map((cells) => cells.map((one) => one.replace(/[\0\r\n"]/g, "")).join(","));
        const body = ["name,email,phone", ...lines].join("\n") + "\n";
        const { code, out, err } = await crm.withInput(
          body,
          "import",
          "contacts",
          "-",
          "--rejects",
          "/dev/null",
          "--json",
        );
        if (code === 1) {
          expect(err.trimEnd().split("\n")).toHaveLength(1);
          return;
        }
        const done = JSON.parse(out) as Record<string, number>;
        const sum = ["created", "updated", "unchanged", "merged", "skipped", "rejected"].reduce(
          (n, key) => n + (done[key] ?? 0),
          0,
        );
        expect(sum).toBe(done.rows);
        const filled = lines.filter((line) => line.split(",").some((one) => one.trim() !== ""));
        expect(done.rows).toBe(filled.length);
      }),
      { numRuns: 40, examples: [[refused]] },
    );
  }, 60_000);
});
