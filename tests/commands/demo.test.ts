import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runBuilt, scratch } from "../support/built.ts";
import { setupCrm } from "../support/crm.ts";

describe("crm demo", () => {
  it("makes a business that is told of as of today, and says what to try", async () => {
    const file = join(scratch(), "try.db");
    const crm = setupCrm({ now: "2027-11-21T09:00:00Z" });
    const { code, out, err } = await crm("demo", file, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      database: file,
      contact: 200,
      company: 30,
      deal: 58,
      order: 754,
      activity: 365,
      followup: 65,
    });
    expect(err).toContain("crm --db " + file + " today\n");
    const [deal] = await crm.json<{ closeDate: string }[]>("deal", "list", "title = 'Espresso machine'");
    expect(deal!.closeDate).toBe("2027-11-30");
    expect((await crm.json<{ birthday: string }>("contact", "show", "jane@acme.example")).birthday).toBe(
      "1986-03-04",
    );
  });

  it("says of its imports the files that they come from", async () => {
    const crm = setupCrm();
    await crm("demo", join(scratch(), "try.db"), "-q");
    const files = (await crm.json<{ file: string }[]>("import", "list")).map(({ file }) => file);
    expect(files).toContain("examples/contacts.csv");
    for (const file of files) expect(existsSync(file)).toBe(true);
  });

  it("touches neither a file that is there nor the database of its user", () => {
    const home = scratch();
    const file = join(home, "try.db");
    expect(runBuilt(["demo", file, "-n"], { home })).toMatchObject({ code: 0, out: "" });
    expect(existsSync(file)).toBe(false);
    expect(runBuilt(["demo", file], { home }).code).toBe(0);
    expect(existsSync(join(home, ".local"))).toBe(false);
    expect(runBuilt(["demo", file], { home })).toMatchObject({ code: 4, out: "" });
    expect(JSON.parse(runBuilt(["--db", file, "contact", "list", "--json"], { home }).out)).toHaveLength(200);
  });
});
