import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../src/app.ts";
import { run } from "../../src/main.ts";
import { type Crm, setupCrm, testWorld } from "../support/crm.ts";
import { dump } from "../support/dump.ts";

let crm: Crm;
beforeAll(async () => {
  crm = setupCrm();
  await crm("contact", "add", "Jane Roe", "--city", "Berlin", "--tag", "vip");
  await crm("contact", "add", "Zoë <Müller>", "--city", "Köln");
});

describe("--query", () => {
  it("gives what the expression makes of the document, of lists, cards, writes and reports", async () => {
    const { out } = await crm("contact", "list", "--query", "[?city=='Berlin'].{id: id, name: name}");
    expect(JSON.parse(out)).toEqual([{ id: 1, name: "Jane Roe" }]);
    expect((await crm("contact", "show", "2", "--query", "name")).out).toBe('"Zoë <Müller>"\n');
    expect((await crm("contact", "add", "Ida", "-n", "--query", "id")).out).toBe("3\n");
    expect((await crm("report", "segments", "--by", "city", "--query", "length(rows)")).out).toBe("2\n");
  });

  it("of nothing is null, and a wrong one is found before anything is written", async () => {
    expect((await crm("contact", "list", "--query", "[0].nothing")).out).toBe("null\n");
    const before = dump(crm.db);
    for (const expression of ["[", "nonsense(@)", "a b"]) {
      const { code, out, err } = await crm("contact", "add", "Tom", "--query", expression);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain(expression);
    }
    expect(dump(crm.db)).toEqual(before);
  });
});

describe("--template", () => {
  it("is filled in for each record, nothing escaped, missing values empty", async () => {
    const { out } = await crm(
      "contact",
      "list",
      "--sort",
      "id",
      "--template",
      "{{id}}\\t{{name}} {{birthday}}.",
    );
    expect(out).toBe("1\tJane Roe .\n2\tZoë <Müller> .\n");
  });

  it("that names a field which there is not is a mistake that names those there are", async () => {
    const { code, out, err } = await crm("contact", "list", "--template", "{{name}} {{nmae}}");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain('--template: no field "nmae". Did you mean "name"? (id, name, ');
    const few = await crm(
      "contact",
      "list",
      "--fields",
      "id,city",
      "--template",
      "{{id}} {{#email}}x{{/email}}",
    );
    expect(few).toMatchObject({ code: 2, out: "", err: 'crm: --template: no field "email". (id, city)\n' });
  });

  it("knows the parts that its sections go through, and asks nothing of those that are empty", async () => {
    const own = setupCrm();
    await own("contact", "add", "Jane", "--email", "jane@acme.example", "--tag", "vip");
    const filled = async (text: string) => own("contact", "show", "1", "--template", text);
    expect((await filled("{{#emails}}{{email}} {{name}}{{/emails}}{{#tags}} {{.}}{{/tags}}")).out).toBe(
      "jane@acme.example Jane vip\n",
    );
    expect(
      (await filled("{{#deals}}{{title}}{{/deals}}{{^phones}}no phone{{/phones}}{{fields.plan}}")).out,
    ).toBe("no phone\n");
    expect(await filled("{{#emails}}{{emial}}{{/emails}}")).toMatchObject({ code: 2, out: "" });
    expect(await filled("{{^phones}}{{nmae}}{{/phones}}")).toMatchObject({ code: 2, out: "" });
  });

  it("with a mistake does not make a write fail that was done", async () => {
    const own = setupCrm();
    const add = ["contact", "add", "Tom", "--template", "{{id}}{{nmae}}"];
    expect(await own(...add, "-n")).toMatchObject({ code: 2, out: "" });
    const { code, out, err } = await own(...add);
    expect({ code, out }).toEqual({ code: 0, out: "1\n" });
    expect(err).toContain('note: --template: no field "nmae". Did you mean "name"?');
  });

  it("that is not closed is refused before anything is written", async () => {
    const { code, err } = await crm("contact", "add", "Tom", "--template", "{{name");
    expect(code).toBe(2);
    expect(err).toMatch(/--template: Unclosed tag/);
    expect((await crm("find", "Tom", "-q")).out).toBe("");
  });

  it("and --query together are refused", async () => {
    expect(await crm("contact", "list", "--query", "a", "--template", "b")).toMatchObject({
      code: 2,
      out: "",
    });
  });
});

describe("output", () => {
  it("without a header, with fields, of every format that has one", async () => {
    expect((await crm("contact", "list", "--no-header", "--fields", "id,city")).out).toBe(
      "1\tBerlin\n2\tKöln\n",
    );
    expect((await crm("contact", "list", "--no-header", "--fields", "id,city", "--format", "csv")).out).toBe(
      "1,Berlin\n2,Köln\n",
    );
  });

  it("of a terminal that is not UTF-8 has no sign of our own beyond ASCII", async () => {
    const long = "x".repeat(200);
    for (const [lang, sign] of [
      ["C", "~"],
      ["de_DE.UTF-8", "…"],
    ] as const) {
      const narrow = setupCrm({ terminal: 40, env: { LANG: lang } });
      await narrow("contact", "add", long);
      expect((await narrow("contact", "list", "--fields", "id,name")).out).toContain("x" + sign);
    }
  });

  it("of the help topics fits 80 columns, and an unknown topic suggests one", async () => {
    for (const topic of ["formatting", "environment", "exit-codes", "dates", "filters"]) {
      const { code, out } = await crm("help", topic);
      expect(code).toBe(0);
      expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
    }
    const { code, err } = await crm("help", "formating");
    expect(code).toBe(2);
    expect(err).toContain('Did you mean "formatting"?');
  });
});

describe("the command line", () => {
  it("takes negative amounts, --flag=value, combined shorts, -- and help at the end of any line", async () => {
    const own = setupCrm();
    expect(await own("contact", "add", "--city=Berlin", "-nq", "--", "-Dash")).toMatchObject({
      code: 0,
      out: "1\n",
    });
    expect((await own("contact", "show", "jane", "--json", "-h")).out).toContain("Usage: crm contact show");
    await own("contact", "add", "Jane");
    const { err } = await own("order", "add", "1", "--amount", "-50");
    expect(err).not.toMatch(/unknown option/);
  });

  it("refuses an empty filter of a bulk write, and asks or needs --yes from three records on", async () => {
    const own = setupCrm();
    for (const name of ["A", "B", "C"]) await own("contact", "add", name, "--city", "Berlin");
    expect(await own("contact", "edit", "--where", "", "--tag", "x")).toMatchObject({ code: 2 });
    expect(await own("contact", "delete", "--where", "  ")).toMatchObject({ code: 2 });
    const many = ["contact", "edit", "--where", "city = Berlin", "--tag", "x"];
    const { code, err } = await own(...many);
    expect(code).toBe(2);
    expect(err).toContain("Change 3 contacts: this needs --yes");
    expect(await own(...many, "--yes")).toMatchObject({ code: 0 });
    expect((await own("contact", "list", "tag = x", "-q")).out).toBe("1\n2\n3\n");
  });
});

describe("a bug", () => {
  it("is one line that names its log, and with --debug its stack", async () => {
    for (const argv of [
      ["contact", "list"],
      ["contact", "list", "--debug"],
    ]) {
      let err = "";
      let kept = "";
      const broken = {
        ...testWorld(),
        err: (text: string) => {
          err += text;
        },
        open: () => {
          throw new TypeError("no such thing");
        },
        keepFailure: (stack: string, line: string) => {
          kept = line + stack;
          return "/state/failure.log";
        },
      };
      expect(await run(argv, createApp(broken))).toBe(1);
      expect(err).toContain("crm: this is a bug of crm: no such thing (more in /state/failure.log)\n");
      expect(err.includes("\n at ")).toBe(argv.includes("--debug"));
      expect(kept).toMatch(/^crm contact list[\s\S]*TypeError: no such thing/);
    }
  });
});
