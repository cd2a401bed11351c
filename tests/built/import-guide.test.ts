import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { runBuilt, scratch } from "../support/built.ts";
import { onTerminal } from "../support/pty.ts";

describe("an unknown layout on a terminal", () => {
  it("is shown with its values and asked about, and comes in as it was answered", async () => {
    const home = scratch();
    const csv = join(home, "x.csv");
    writeFileSync(csv, "Wer,Erreichbar,Name\nx,+49 171 2345678,Jane Roe\n");
    const session = onTerminal(["import", "contacts", csv], { home });
    await session.until("Erreichbar  left out");
    await session.until("+49 171 2345678");
    await session.until("Read the columns like this?");
    session.type("\r");
    const { code, shown } = await session.ended;
    expect(code).toBe(0);
    expect(shown).toContain("1 new");
    expect(runBuilt(["contact", "list", "--fields", "name", "--format", "csv"], { home }).out).toBe(
      "name\nJane Roe\n",
    );
  });

  it("is left with Ctrl-C: 130, and nothing is written", async () => {
    const home = scratch();
    const csv = join(home, "x.csv");
    writeFileSync(csv, "Wer,Name\nx,Jane Roe\n");
    const session = onTerminal(["import", "contacts", csv], { home });
    await session.until("Read the columns like this?");
    session.type("\u0003");
    expect(await session.ended).toMatchObject({ code: 130 });
    expect(runBuilt(["contact", "list", "-q"], { home }).out).toBe("");
  });
});

describe("a large export of a product", () => {
  /** Above four megabytes contacts are read by another thread, by the same layout and mapping. */
  it("is read by another thread in the same way as a small one", () => {
    const home = scratch();
    const [header = "", ...rows] = readFileSync(
      resolve("tests/import/files/zoho-contacts.csv"),
      "utf8",
    ).split("\n");
    const one = rows[0] ?? "";
    const small = join(home, "small.csv");
    const large = join(home, "large.csv");
    writeFileSync(small, header + "\n" + one + "\n");
    const many = Array.from({ length: 14_000 }, (_, n) =>
      one
        .replace("4876876000001", "48768" + n)
        .replaceAll("jane@acme.example", "jane" + n + "@acme.example")
        .replace("901820", String(1_000_000 + n)),
    );
    writeFileSync(large, [header, one, ...many, ""].join("\n"));
    const shown = (file: string, db: string) => {
      const ran = runBuilt(["--db", join(home, db), "import", "contacts", file, "--extra", "fields"], {
        home,
      });
      expect(ran).toMatchObject({ code: 0, err: expect.stringContaining(": Zoho CRM contacts, UTF-8") });
      return runBuilt(["--db", join(home, db), "contact", "show", "1", "--json"], { home }).out;
    };
    const expected = shown(small, "a.db");
    expect(JSON.parse(expected)).toMatchObject({ consents: [{ channel: "email" }], fields: { Locked: "0" } });
    expect(shown(large, "b.db")).toBe(expected);
  });
});
