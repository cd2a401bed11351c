import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../src/app.ts";
import { formats } from "../src/output/render.ts";
import { buildProgram } from "../src/program.ts";
import { words } from "../src/words.ts";
import { scratchForAll } from "./support/built.ts";
import { type Crm, setupCrm, testWorld } from "./support/crm.ts";
import { dump } from "./support/dump.ts";

interface Leaf {
  readonly path: readonly string[];
  readonly command: Command;
}

function leavesOf(command: Command, path: readonly string[]): Leaf[] {
  if (command.commands.length === 0) return [{ path, command }];
  return command.commands.flatMap((child) => leavesOf(child, [...path, child.name()]));
}

const program = await buildProgram(createApp(testWorld()), "all");
const leaves = leavesOf(program, []);
const named = leaves.map((leaf) => [leaf.path.join(" "), leaf] as const);

const helpPages = await Promise.all(leaves.map((leaf) => setupCrm()(...leaf.path, "--help")));
const examples = helpPages.flatMap(({ out }) =>
  [...out.matchAll(/^ {2}crm (.*)$/gm)].map((match) => match[1]!),
);

/** Reading commands, with what they need to run on an empty database; each answers with an empty list. */
const lists = [
  ["contact", "list"],
  ["company", "list"],
  ["deal", "list"],
  ["order", "list"],
  ["followup", "list"],
  ["log", "list"],
  ["tag", "list"],
  ["field", "list"],
  ["segment", "list"],
  ["consent", "list"],
  ["history"],
  ["find", "nobody"],
  ["template", "list"],
  ["campaign", "list"],
  ["survey", "list"],
  ["product", "list"],
  ["quote", "list"],
  ["agreement", "list"],
  ["ticket", "list"],
  ["invoice", "list"],
  ["payment", "list"],
  ["relation", "list"],
  ["attach", "list"],
  ["export", "tickets"],
  ["export", "invoices"],
  ["export", "products"],
  ["today"],
  ["agenda"],
  ["export", "contacts"],
  ["export", "orders"],
] as const;

describe("every command", () => {
  it("is there: at least one for each word", () => {
    expect(new Set(leaves.map((leaf) => leaf.path[0]))).toEqual(new Set(Object.keys(words)));
  });

  it.each(named)(
    "%s has a purpose and at least two examples in its help, which goes to stdout",
    async (_, leaf) => {
      const { code, out, err } = await setupCrm()(...leaf.path, "--help");
      expect({ code, err }).toEqual({ code: 0, err: "" });
      expect(leaf.command.description() || leaf.command.parent?.description()).not.toBe("");
      expect(out.match(/^ {2}crm /gm)?.length ?? 0, out).toBeGreaterThanOrEqual(2);
    },
  );

  it.each(named)("%s refuses an unknown option with 2 and writes nothing", async (_, leaf) => {
    const crm = setupCrm();
    const before = dump(crm.db);
    const { code, out, err } = await crm(...leaf.path, "--nonsense");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/--nonsense|required option/);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect(dump(crm.db)).toEqual(before);
  });

  it("gives a short option one meaning wherever it stands", () => {
    const all = [program, ...leaves.map((leaf) => leaf.command)].flatMap((command) => command.options);
    const longs = new Map<string, Set<string>>();
    for (const option of all) {
      if (option.short === undefined) continue;
      longs.set(option.short, (longs.get(option.short) ?? new Set()).add(option.long ?? ""));
    }
    expect([...longs].filter(([, names]) => names.size > 1)).toEqual([]);
  });

  it("takes the global options before and after the words", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe");
    const before = await crm("--json", "contact", "list");
    expect(before).toMatchObject({ code: 0 });
    expect(await crm("contact", "list", "--json")).toEqual(before);
  });
});

describe("a list of nothing", () => {
  it.each(lists.map((words) => [words.join(" "), words] as const))(
    "%s is [] as json, and 0",
    async (_, argv) => {
      const { code, out } = await setupCrm()(...argv, "--json");
      expect({ code, out }).toEqual({ code: 0, out: "[]\n" });
    },
  );

  it.each(lists.map((words) => [words.join(" "), words] as const))(
    "%s is a header line in a pipe",
    async (_, argv) => {
      const { code, out } = await setupCrm()(...argv);
      expect(code).toBe(0);
      expect(out).toMatch(/^[^\n]+\n$/);
    },
  );
});

describe("output", () => {
  let crm: Crm;
  beforeAll(async () => {
    crm = setupCrm();
    await crm(
      "contact",
      "add",
      "Zoë \u001b[31mMüller",
      "--email",
      "zoe@acme.example",
      "--tag",
      "vip",
      "--note",
      "a\nb",
    );
    await crm("deal", "add", "Website", "--contact", "1", "--amount", "5000");
    await crm("order", "add", "1", "--amount", "120");
    await crm("followup", "add", "call", "--for", "1", "--due", "tomorrow");
  });

  const nouns = ["contact", "company", "deal", "order", "followup"] as const;
  const all = nouns.flatMap((noun) => formats.map((format) => [noun, format] as const));

  it.each(all)("%s list in %s ends in one newline and holds no control character", async (noun, format) => {
    const { code, out } = await crm(noun, "list", "--format", format);
    expect(code).toBe(0);
    expect(out.replace(/[\n\t]/g, "")).not.toMatch(
      format === "csv" || format === "tsv" ? /[\x00]/ : /[\x00-\x1f\x7f]/,
    );
    if (format !== "table" && out !== "") expect(out).toMatch(/[^\n]\n$/);
  });

  it.each(nouns)(
    "%s list --fields takes what --fields help names, and refuses others with 2",
    async (noun) => {
      const help = await crm(noun, "list", "--fields", "help");
      expect(help.out).toContain("id");
      expect(await crm(noun, "list", "--fields", "id", "--format", "csv")).toMatchObject({ code: 0 });
      const wrong = await crm(noun, "list", "--fields", "idd");
      expect(wrong).toMatchObject({ code: 2, out: "" });
      expect(wrong.err).toContain('"idd"');
    },
  );

  it.each(["contact", "company", "deal", "order", "followup"] as const)(
    "%s show of what is not there is 3",
    async (noun) => {
      const { code, out, err } = await crm(noun, "show", "99", "--json");
      expect({ code, out }).toEqual({ code: 3, out: "" });
      expect(JSON.parse(err)).toMatchObject({
        error: { code: "not_found", message: expect.stringContaining("99") },
      });
    },
  );

  it("quiet prints ids only", async () => {
    expect(await crm("contact", "list", "-q")).toMatchObject({ code: 0, out: "1\n" });
    expect(await crm("contact", "add", "Tom Okafor", "-q")).toMatchObject({ code: 0, out: "2\n", err: "" });
  });

  it("a dry run answers as the write would and changes nothing", async () => {
    const before = dump(crm.db);
    const { code, out, err } = await crm("contact", "add", "Ida Lind", "-n", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ name: "Ida Lind" });
    expect(err).toContain("dry run");
    expect(dump(crm.db)).toEqual(before);
  });
});

describe("help", () => {
  it.each([
    [[]],
    [["-h"]],
    [["--help"]],
    [["help"]],
    [["help", "contact", "add"]],
    [["contact"]],
    [["contact", "-h"]],
  ])("crm %j goes to stdout, with 0", async (argv) => {
    const { code, out, err } = await setupCrm()(...argv);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Usage: crm");
  });

  it("suggests the word that was meant, and runs nothing", async () => {
    const { code, out, err } = await setupCrm()("contcat", "list");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("contact");
  });

  describe("in a folder of its own", () => {
    const root = process.cwd();
    const folder = scratchForAll();
    beforeAll(() => {
      cpSync("examples", join(folder, "examples"), { recursive: true });
      writeFileSync(join(folder, "replies.csv"), "email,kind\njane@acme.example,click\n");
      writeFileSync(join(folder, "answers.csv"), "email,score\njane@acme.example,9\n");
      writeFileSync(join(folder, "contract.pdf"), "signed");
      writeFileSync(
        join(folder, "invoices.csv"),
        "number,email,issued,amount\nR-9,jane@acme.example,2026-11-01,90\n",
      );
      writeFileSync(join(folder, "payments.csv"), "invoice,date,amount\nR-2026-041,2026-11-02,40\n");
      process.chdir(folder);
    });
    afterAll(() => {
      process.chdir(root);
    });

    it.each(examples.filter((line) => !isForShell(line) && !needsFile.test(line)))(
      "example: crm %s",
      async (line) => {
        const crm = setupCrm();
        await prepare(crm, line);
        const { code, err } = await crm(...split(line));
        expect({ code, err }).toMatchObject({ code: 0 });
      },
    );
  });
});

/** Commands that work on the file of the database; here it is in memory. Their own tests run their examples. */
const needsFile = /^(backup|restore|sql|encrypt|decrypt|rekey)\b/;

function isForShell(line: string): boolean {
  return / [<>|] /.test(line.replace(/'[^']*'|"[^"]*"/g, ""));
}

/** The records that the examples of the help pages speak of. */
const records = [
  'company add "Acme" --domain acme.example',
  "company add Nord --city Berlin --tag test",
  'contact add "Jane Roe" --email jane@acme.example --company Acme --city Berlin --tag vip,west,test',
  'contact add "Tom Okafor" --email tom@okafor.example',
  "deal add Website --contact jane --amount 5000",
  "deal add Audit --contact jane --amount 900 --owner tom --tag test",
  "deal add Shop --contact jane --amount 6000",
  "order add jane --amount 120 --number 2026-041",
  "order add jane --amount 80",
  "order add jane --amount 40",
  'followup add "send the quote" --for jane --due tomorrow',
  'followup add "ask again" --for jane --due fri',
  'log call jane "wants a quote"',
  'segment save west "tag = west"',
  "product add Website --sku WEB --price 4000 --tax 19",
  "quote add jane --line 'Audit x 1 @ 900' --line 'Travel x 2 @ 120' --valid-until 2026-12-31",
  "agreement add --contact jane --discount 5",
  'ticket add jane "late delivery" --severity low --at "yesterday 10:00"',
  'ticket add jane "which plan fits?"',
  "invoice add R-2026-041 jane --amount 120 --issued 2026-10-01 --due 2026-12-01",
  "invoice add R-2026-042 jane --amount 90",
  "payment add R-2026-041 --amount 20",
];

/** What must have happened before some examples make sense. */
const stories: readonly (readonly [example: RegExp, lines: readonly string[]])[] = [
  [/^attach (?:open|remove)/, ["attach jane contract.pdf"]],
  [/^relation delete/, ['relation add tom "works with" jane']],
  [/^ticket reopen 2/, ["ticket solve 2"]],
  [/^redo/, ["undo 2"]],
  [/^deal reopen/, ["deal lose 1 --reason price", "deal lose 3 --reason price"]],
  [/^lead (qualify|checklist delete)/, ["lead checklist add 'has budget'"]],
  [/^lead rule delete/, ["lead rule add known 'not email:empty' 10"]],
  [/^survey (?!add|list)/, ["survey add yearly"]],
  [/^campaign /, ["template add thanks --subject Hi --body Hi", "consent give jane --channel email"]],
  [/^campaign (?!add|list)/, ["campaign add spring --target 'tag = west' --template thanks"]],
  [/^campaign (?!add|list|start|edit|delete)/, ["campaign start spring"]],
  [/^retain --dry/, ["retain --keep lead --months 24"]],
  [/^remind .*email/, ["config set remind.email.to me@okafor.example"]],
  [/^playbook stop/, ["playbook apply new-lead jane", "playbook apply after-quote deal website"]],
  [/^playbook off/, ["playbook on proposal after-quote"]],
  [/^(template|mail) .*quote/, ["template add quote --subject 'Your quote' --body 'Dear {{firstName}}'"]],
  [
    /^field edit/,
    ["field add deal plan --type choice --choice basic,pro", 'field add contact "shoe size" --type number'],
  ],
];

async function prepare(crm: Crm, example: string): Promise<void> {
  const story = stories.filter(([pattern]) => pattern.test(example)).flatMap(([, lines]) => lines);
  for (const line of [...records, ...story]) {
    const { code, err } = await crm(...split(line));
    if (code !== 0) throw new Error(line + ": " + err);
  }
}

/** Words as a shell would split them. */
function split(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3]!);
}
