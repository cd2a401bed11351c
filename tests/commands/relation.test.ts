import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

async function withPeople() {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe", "--company", "Acme");
  await crm("contact", "add", "Tom Okafor");
  await crm("company", "add", "Nord");
  await crm("relation", "add", "jane", "referred by", "tom", "--since", "2026-01-01");
  return crm;
}

describe("a relation", () => {
  it("shows on both sides, each with the name that holds from there", async () => {
    const crm = await withPeople();
    expect(await crm.json("contact", "show", "jane")).toMatchObject({
      relations: [
        { name: "referred by", noun: "contact", id: 2, title: "Tom Okafor", sinceDate: "2026-01-01" },
      ],
    });
    expect(await crm.json("contact", "show", "tom")).toMatchObject({
      relations: [{ name: "referred", noun: "contact", id: 1, title: "Jane Roe" }],
    });
  });

  it("said by its inverse is the same one", async () => {
    const crm = await withPeople();
    const again = await crm("relation", "add", "tom", "referred", "jane");
    expect(again).toMatchObject({ code: 4 });
    expect(again.err).toContain("relation 1");
    const turned = await crm.json("relation", "add", "company:nord", "supplied by", "company:acme");
    expect(turned).toMatchObject({ from: "Acme", kind: "supplier of", to: "Nord" });
  });

  it("joins records of different nouns, and is what a filter asks for", async () => {
    const crm = await withPeople();
    await crm("deal", "add", "Website", "--contact", "jane");
    await crm("relation", "add", "deal:website", "works with", "nord");
    expect((await crm("deal", "list", "related = nord", "-q")).out).toBe("1\n");
    expect((await crm("contact", "list", "related = 'Jane Roe'", "-q")).out).toBe("2\n");
    expect((await crm("company", "list", "related ~ web", "-q")).out).toBe("2\n");
    expect((await crm("contact", "list", "related:empty", "-q")).out).toBe("");
  });

  it("is asked for by what a company is called without its legal form, and by a product's number and name", async () => {
    const crm = await withPeople();
    await crm("company", "add", "Acme Tools GmbH");
    await crm("product", "add", "Drill", "--sku", "D-1", "--price", "5");
    await crm("relation", "add", "tom", "works with", "company:acme tools gmbh");
    await crm("relation", "add", "tom", "works with", "product:D-1");
    for (const who of ["'acme tools'", "'Acme Tools GmbH'", "drill", "D-1"])
      expect((await crm("contact", "list", "related = " + who, "-q")).out).toBe("2\n");
    expect((await crm("contact", "list", "related = acme", "-q")).out).toBe("");
  });

  it("can be of a kind of one's own, which goes only when nothing is of it", async () => {
    const crm = await withPeople();
    await crm("relation", "kind", "add", "mentor of", "--inverse", "mentored by");
    await crm("relation", "add", "jane", "mentored by", "tom");
    expect(await crm.json("relation", "list", "tom")).toMatchObject([
      {},
      { from: "Tom Okafor", to: "Jane Roe" },
    ]);
    expect((await crm("relation", "kind", "delete", "mentor of")).code).toBe(1);
    expect((await crm("relation", "kind", "add", "Mentored By")).code).toBe(4);
    await crm("relation", "delete", "2", "--yes");
    expect((await crm("relation", "kind", "delete", "mentor of")).code).toBe(0);
  });

  it.each([
    [["relation", "add", "jane", "works with", "jane"], 1, "cannot be related to itself"],
    [["relation", "add", "jane", "refered by", "tom"], 2, "referred by"],
    [["relation", "add", "jane", "works with", "nobody"], 3, "nobody"],
    [["relation", "add", "jane", "works with", "wombat:3"], 2, "wombat"],
  ] as const)("%j gives %d", async (argv, code, why) => {
    const crm = await withPeople();
    const ran = await crm(...argv);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(why);
  });

  it("goes with its record and comes back with it; a merge leaves no relation with oneself", async () => {
    const crm = await withPeople();
    await crm("contact", "delete", "tom", "--yes");
    expect((await crm("relation", "list", "-q")).out).toBe("");
    await crm("undo");
    expect((await crm("relation", "list", "-q")).out).toBe("1\n");
    await crm("contact", "merge", "1", "2", "--yes");
    expect((await crm("relation", "list", "-q")).out).toBe("");
  });
});

describe("crm export relations", () => {
  it("writes every relation with what it joins, and history names a record as relations do", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    await crm("contact", "add", "Tom Okafor");
    await crm("relation", "add", "jane", "referred by", "tom", "--since", "2026-01-02");
    expect((await crm("export", "relations")).out).toBe(
      "id,from,kind,to,inverse,sinceDate,note,fromNoun,fromId,toNoun,toId\n" +
        "1,Jane Roe,referred by,Tom Okafor,referred,2026-01-02,,contact,1,contact,2\n",
    );
    expect(await crm("export", "relations", "kind = x")).toMatchObject({ code: 2 });
    expect((await crm("history", "contact:1")).out).toBe((await crm("history", "contact", "1")).out);
  });
});

describe("crm graph", () => {
  it("draws what can be reached, with employments, as dot and mermaid", async () => {
    const crm = await withPeople();
    expect((await crm("graph", "tom", "--format", "dot")).out).toBe(
      [
        "digraph crm {",
        '  "contact 2" [label="Tom Okafor"];',
        '  "contact 1" [label="Jane Roe"];',
        '  "company 1" [label="Acme"];',
        '  "contact 1" -> "contact 2" [label="referred by"];',
        '  "contact 1" -> "company 1" [label="works at"];',
        "}\n",
      ].join("\n"),
    );
    expect((await crm("--format", "mermaid", "graph", "tom", "--depth", "1")).out).toBe(
      'graph LR\n  contact2["Tom Okafor"]\n  contact1["Jane Roe"]\n  contact1 -->|"referred by"| contact2\n',
    );
    expect(await crm.json<unknown[]>("graph", "jane")).toHaveLength(2);
    expect((await crm("contact", "list", "--format", "dot")).code).toBe(2);
  });

  it("lets no name end its quotes", async () => {
    const crm = setupCrm();
    await crm("contact", "add", 'a"];x\\ | b');
    expect((await crm("graph", "1", "--format", "dot")).out).toContain('[label="a\\"];x\\\\ | b"];');
    expect((await crm("graph", "1", "--format", "mermaid")).out).toContain('["a#34;#93;#59;x#92; #124; b"]');
  });
});
