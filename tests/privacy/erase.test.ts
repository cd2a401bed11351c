import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

/** Jane with something in every corner that a command can reach, and Tom whom she may be mentioned with. */
async function withJane() {
  const crm = setupCrm();
  const lines = [
    [
      "contact",
      "add",
      "Jane Roe",
      "--email",
      "jane@acme.example",
      "--phone",
      "+49 30 23125 120",
      "--company",
      "Acme",
    ],
    ["contact", "add", "Tom Okafor", "--email", "tom@okafor.example"],
    [
      "contact",
      "edit",
      "1",
      "--note",
      "Jane likes tea",
      "--tag",
      "vip",
      "--city",
      "Berlin",
      "--idem",
      "note",
    ],
    ["log", "call", "1", "jane is ill"],
    ["log", "call", "2", "asked about Jane Roe, JANE@acme.example, +49 30 23125 120"],
    ["log", "meeting", "1", "2", "both were there"],
    ["deal", "add", "Website of Jane", "--contact", "1", "--amount", "5000"],
    ["order", "add", "1", "--amount", "120", "--number", "2026-041", "--note", "for Jane"],
    ["followup", "add", "call Jane", "--for", "1", "--due", "tomorrow"],
    ["followup", "add", "ask Jane Roe", "--for", "2", "--due", "tomorrow"],
    ["consent", "give", "1", "--channel", "email", "--wording", "Jane agrees"],
    ["company", "edit", "acme", "--note", "Jane Roe is the boss"],
    ["ticket", "add", "1", "Jane waits", "--type", "complaint", "--note", "Jane is angry", "--with", "ben"],
    ["ticket", "reply", "1", "Dear Jane"],
    ["ticket", "add", "2", "as Jane Roe said"],
    ["invoice", "add", "R-1", "1", "--amount", "120", "--note", "Jane pays late"],
    ["payment", "add", "R-1", "--note", "from Jane"],
    ["relation", "add", "1", "referred by", "2", "--note", "Jane told him"],
  ];
  for (const line of lines) {
    const { code, err } = await crm(...line);
    if (code !== 0) throw new Error(line.join(" ") + ": " + err);
  }
  return crm;
}

const erase = ["contact", "erase", "1", "--confirm", "Jane Roe"];

/** Every text of every table, the journal's and the index's included. */
function everything(crm: Awaited<ReturnType<typeof withJane>>): string {
  const tables = crm.db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
  return tables
    .flatMap(({ name }) => crm.db.all<Record<string, unknown>>(`SELECT * FROM "${name}"`))
    .flatMap((row) => Object.values(row))
    .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : String(value)))
    .join("\n");
}

describe("crm contact erase", () => {
  it("leaves nothing of the person in any table, the journal or the index", async () => {
    const crm = await withJane();
    expect(everything(crm)).toMatch(/jane/i);
    expect((await crm(...erase)).code).toBe(0);
    expect(everything(crm)).not.toMatch(/jane|23125|52132/i);
    expect((await crm("find", "jane", "--json")).out).toBe("[]\n");
  });

  it("keeps the sums: the order and the deal stay, with nobody", async () => {
    const crm = await withJane();
    await crm(...erase);
    const orders = await crm.json<{ amountMinor: number; contact: string }[]>("order", "list");
    expect(orders.map(({ amountMinor, contact }) => [amountMinor, contact])).toEqual([[12000, "erased #1"]]);
    const deals = await crm.json<{ title: string; amountMinor: number }[]>("deal", "list");
    expect(deals).toMatchObject([{ title: "erased", amountMinor: 500_000 }]);
  });

  it("deletes the contact altogether when nothing counts with it", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Ida Lind", "--email", "ida@lind.example");
    await crm("contact", "erase", "ida", "--confirm", "1");
    expect((await crm("contact", "list", "--json")).out).toBe("[]\n");
  });

  it("leaves others alone, also one of the same name", async () => {
    const crm = await withJane();
    await crm("contact", "add", "Jane Roe", "--email", "other@roe.example");
    await crm("contact", "erase", "1", "--confirm", "1");
    expect((await crm("contact", "list", "roe.example", "-q")).code).toBe(2);
    expect((await crm("contact", "list", "email = other@roe.example", "-q")).out).toBe("3\n");
    expect((await crm("contact", "show", "2", "--json")).out).toContain("both were there");
  });

  it("cannot be undone, nor can anything before it; what comes after can", async () => {
    const crm = await withJane();
    await crm(...erase);
    const refused = await crm("undo");
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("a person was erased by it, which cannot be undone");
    await crm("tag", "list");
    await crm("contact", "add", "Ida Lind");
    expect((await crm("undo")).code).toBe(0);
    expect((await crm("undo")).code).toBe(1);
  });

  it("needs the name to be typed: --yes is not enough, another name is refused", async () => {
    const crm = await withJane();
    expect(await crm("contact", "erase", "1", "--yes")).toMatchObject({ code: 2 });
    const wrong = await crm("contact", "erase", "1", "--confirm", "Tom Okafor");
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("nothing was erased");
    expect((await crm("contact", "show", "1")).out).toContain("Jane Roe");
  });

  it("changes nothing in a dry run", async () => {
    const crm = await withJane();
    const before = everything(crm);
    await crm(...erase, "--dry-run");
    expect(everything(crm)).toBe(before);
  });

  it("has an import say when the person was erased, by email, phone or id", async () => {
    const crm = setupCrm();
    const file = "id,name,email,phone\n";
    await crm.withInput(file + "k1,Jane Roe,jane@acme.example,+49 30 23125120\n", "import", "contacts", "-");
    await crm("contact", "erase", "1", "--confirm", "Jane Roe");
    const again = async (row: string) => {
      const ran = await crm.withInput(`${file}${row}\n`, "import", "contacts", "-");
      return [ran.code, /erased on 2026-11-21/.test(ran.err)];
    };
    expect(await again("k9,J. Roe,JANE@acme.example,")).toEqual([1, true]);
    expect(await again("k9,J. Roe,,+49 (30) 23125-120")).toEqual([1, true]);
    expect(await again("k1,J. Roe,,")).toEqual([1, true]);
    expect(await again("k9,Max Roe,max@roe.example,")).toEqual([0, false]);
  });

  it("does not take somebody else at the same number for the erased person", async () => {
    const crm = setupCrm();
    const phone = ["--phone", "+49 30 23125 120"];
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", ...phone);
    await crm("contact", "add", "Tom Okafor", ...phone);
    await crm("contact", "erase", "1", "--confirm", "1");
    const rows = "name,phone\nIda Lind,+49 30 23125 120\n";
    expect((await crm.withInput(rows, "import", "contacts", "-")).code).toBe(0);
    expect((await crm("contact", "list", "-q")).out).toBe("2\n3\n");
  });

  it("lets a person who asks for it be added again by hand, and imported from then on", async () => {
    const crm = await withJane();
    await crm(...erase);
    expect((await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example")).code).toBe(0);
    const row = "name,email\nJane Roe,jane@acme.example\n";
    expect((await crm.withInput(row, "import", "contacts", "-")).code).toBe(0);
  });

  it("refuses a retry of a write whose record has been erased", async () => {
    const crm = await withJane();
    await crm(...erase);
    const retried = await crm("contact", "edit", "2", "--note", "x", "--idem", "note");
    expect(retried.code).toBe(4);
    expect(retried.err).toContain("has been erased since");
  });

  it("keeps hashes only, which need the database's own key", async () => {
    const crm = await withJane();
    await crm(...erase);
    const keys = crm.db.all<{ hash: string }>("SELECT hash FROM erased_key");
    // Email, phone, and the row itself.
    expect(keys).toHaveLength(3);
    for (const { hash } of keys) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("crm contact access", () => {
  it("writes everything held: each table, where else the person is mentioned, and what was done", async () => {
    const crm = await withJane();
    const held = await crm.json<{
      tables: Record<string, unknown[]>;
      journal: { commandLine: string }[];
      mentions: { place: string }[];
    }>("contact", "access", "jane");
    expect(Object.keys(held.tables).sort()).toEqual(
      [
        "activity",
        "activity_contact",
        "consent",
        "contact",
        "contact_address",
        "contact_email",
        "contact_phone",
        "contact_tag",
        "deal",
        "employment",
        "follow_up",
        "invoice",
        "lifecycle_change",
        "payment",
        "relation",
        "sales_order",
        "stage_change",
        "ticket",
        "ticket_event",
      ].sort(),
    );
    expect(held.mentions.map(({ place }) => place)).toEqual(["company 1 (note)"]);
    expect(held.journal.map(({ commandLine }) => commandLine)).toContain("crm log call 1 'jane is ill'");
  });

  it("is readable without --json, and holds no control characters", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane \u001b[31mRoe", "--note", "a\u202eb");
    const { out } = await crm("contact", "access", "1");
    expect(out).toContain("Everything held about Jane Roe");
    expect(out).not.toMatch(/[\u001b\u202e]/);
  });
});

describe("a key of --idem that names an erased person", () => {
  it("is not to be read any more, and still keeps the command from being done again", async () => {
    const crm = setupCrm();
    const jane = [
      "contact",
      "add",
      "Jane Roe",
      "--email",
      "jane@acme.example",
      "--idem",
      "add jane@acme.example",
    ];
    const tom = ["contact", "add", "Tom", "--idem", "beside JANE ROE"];
    const lena = ["contact", "add", "Lena", "--idem", "row 3"];
    for (const line of [jane, tom, lena]) expect((await crm(...line)).code).toBe(0);
    expect((await crm(...erase)).code).toBe(0);
    const keys = crm.db.all<{ key: string }>(
      "SELECT idem_key AS key FROM journal_entry WHERE idem_key IS NOT NULL",
    );
    expect(keys.map(({ key }) => key)).toEqual([
      expect.stringMatching(/^erased:[0-9a-f]{64}$/),
      expect.stringMatching(/^erased:[0-9a-f]{64}$/),
      "row 3",
    ]);
    expect(await crm(...jane)).toMatchObject({
      code: 4,
      err: expect.stringContaining("has been erased since"),
    });
    expect(await crm.json(...tom)).toMatchObject({ id: 2 });
    expect(await crm.json(...lena)).toMatchObject({ id: 3 });
    expect((await crm("contact", "list", "-q")).out).toBe("2\n3\n");
  });
});

describe("an erasure with a key of --idem", () => {
  it("answers again as before, erases nobody else and does not keep the key in words", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example");
    const line = [...erase, "--idem", "forget jane@acme.example"];
    const first = await crm.json<{ id: number; rows: number }>(...line);
    await crm("contact", "add", "Jane Roe", "--email", "other@acme.example");
    const again = await crm(...line, "--json");
    expect(again).toMatchObject({
      code: 0,
      err: "Erased before, with --idem forget jane@acme.example\n",
    });
    expect(JSON.parse(again.out)).toMatchObject({ id: first.id, rows: first.rows });
    expect((await crm("contact", "list", "-q")).out).toBe("2\n");
    const { key, answer } = crm.db.get<{ key: string; answer: string }>(
      "SELECT idem_key AS key, answer FROM journal_entry WHERE idem_key IS NOT NULL",
    )!;
    expect(key).toMatch(/^erased:[0-9a-f]{64}$/);
    expect(answer).not.toMatch(/jane/i);
  });

  it("that another command has had is refused: nobody would be erased", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--idem", "k1");
    const { code, err } = await crm(...erase, "--idem", "k1");
    expect({ code, err }).toEqual({
      code: 4,
      err: "crm: --idem k1 was the key of crm contact add: nothing was done (take another key)\n",
    });
    expect((await crm("contact", "list", "-q")).out).toBe("1\n");
  });

  it("by the rules of how long contacts are kept is done once as well", async () => {
    const crm = setupCrm({ now: "2026-11-21T09:00:00Z" });
    await crm("contact", "add", "Old", "--now", "2020-01-01T09:00:00Z");
    await crm("retain", "--keep", "lead", "--months", "24");
    const line = ["retain", "--confirm", "erase", "--idem", "autumn"];
    expect((await crm(...line)).err).toContain("Erased 1");
    await crm("contact", "add", "Older", "--now", "2019-01-01T09:00:00Z");
    expect((await crm(...line)).err).toBe("Erased before, with --idem autumn\n");
    expect((await crm("contact", "list", "-q")).out).toBe("2\n");
  });
});
