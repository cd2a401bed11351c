import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { program } from "../remind/due.ts";
import { scratch } from "../support/built.ts";
import { type Crm, type Setup, setupCrm } from "../support/crm.ts";

async function withTemplate(setup: Setup = {}): Promise<Crm> {
  const crm = setupCrm(setup);
  await crm("contact", "add", "Jane Roe", "--email", "jane@acme.example", "--company", "Acme & Sons");
  const body =
    "Dear {{firstName}},\n{{#deal}}{{deal.title}} is {{deal.amount}}.{{/deal}}{{^deal}}How are things at {{company}}?{{/deal}}\n{{my.name}}\n";
  await crm("template", "add", "quote", "--subject", "For {{company}}", "--body", body);
  return crm;
}

describe("crm mail compose", () => {
  it("fills in the template, and sends nothing", async () => {
    const crm = await withTemplate();
    expect(await crm("mail", "compose", "jane", "--template", "quote")).toEqual({
      code: 0,
      out: "To: Jane Roe <jane@acme.example>\nSubject: For Acme & Sons\n\nDear Jane,\nHow are things at Acme & Sons?\nme\n",
      err: "",
    });
  });

  it("warns a person at a terminal whose mail is signed with the name of the login", async () => {
    const crm = await withTemplate({ terminal: 80 });
    const compose = () => crm("mail", "compose", "jane", "--template", "quote");
    const warning = 'It is signed "me", the name of your login: crm config set user "Your Name"';
    expect((await compose()).err.replace(/\n\s*/g, " ")).toContain(warning);
    await crm("config", "set", "user", "Mara Roth");
    const { out, err } = await compose();
    expect(out).toContain("\nMara Roth\n");
    expect(err).not.toContain("signed");
  });

  it("speaks of the only open deal, or asks which", async () => {
    const crm = await withTemplate();
    await crm("deal", "add", "Website", "--contact", "jane", "--amount", "5000");
    expect((await crm("mail", "compose", "jane", "--template", "quote")).out).toContain(
      "Website is 5,000.00 EUR.",
    );
    await crm("deal", "add", "Shop", "--contact", "jane");
    const { code, err } = await crm("mail", "compose", "jane", "--template", "quote");
    expect(code).toBe(4);
    expect(err).toContain("1 Website, 2 Shop (add --deal 1)");
    expect((await crm("mail", "compose", "jane", "--template", "quote", "--deal", "1")).out).toContain(
      "Website",
    );
  });

  it("says what is empty and refuses to write to whoever refused to be mailed", async () => {
    const crm = await withTemplate();
    await crm("contact", "add", "Tom");
    await crm("consent", "withdraw", "1");
    const compose = ["mail", "compose", "jane", "--template", "quote"];
    expect(await crm(...compose)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringContaining("Jane Roe has refused to be mailed"),
    });
    expect((await crm(...compose, "--ignore-consent")).code).toBe(0);
    const { code, out, err } = await crm("mail", "compose", "tom", "--template", "quote");
    expect({ code, out }).toMatchObject({ code: 0, out: expect.not.stringContaining("To:") });
    expect(err).toBe("note: {{company}} is empty for Tom\nnote: Tom has no email address\n");
  });

  it("writes a draft that mail programs open, once", async () => {
    const crm = await withTemplate({ env: { CRM_REMIND_EMAIL_FROM: "me@okafor.example" } });
    crm.db.run("UPDATE contact SET name = ?", ["Zoë\r\nBcc: thief@evil.example"]);
    const file = join(scratch(), "quote.eml");
    expect(await crm("mail", "compose", "1", "--template", "quote", "--eml", file)).toMatchObject({
      code: 0,
      out: "",
    });
    const text = readFileSync(file, "utf8");
    expect(text).toMatch(/^X-Unsent: 1\r\nFrom: me@okafor\.example\r\n/);
    expect(text).not.toMatch(/^Bcc:/m);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await crm("mail", "compose", "1", "--template", "quote", "--eml", file)).toMatchObject({
      code: 1,
    });
    expect(await crm("mail", "compose", "1", "--template", "quote", "--eml", file, "--force")).toMatchObject({
      code: 0,
    });
  });

  it("takes what the editor leaves, with its arguments; an editor that fails ends it", async () => {
    const editor = program(scratch(), "my editor", `sed -i "s/$1/$2/" "$3"`);
    const crm = await withTemplate({
      env: { PATH: "/usr/bin:/bin", VISUAL: `'${editor}' Dear 'Good morning'`, EDITOR: "/bin/false" },
    });
    expect((await crm("mail", "compose", "jane", "--template", "quote", "--edit")).out).toContain(
      "Good morning Jane,",
    );
    const failing = await withTemplate({ env: { EDITOR: "/bin/false" } });
    expect(await failing("mail", "compose", "jane", "--template", "quote", "--edit")).toMatchObject({
      code: 130,
      out: "",
    });
    expect(
      await failing("mail", "compose", "jane", "--template", "quote", "--edit", "--no-input"),
    ).toMatchObject({ code: 2 });
  });

  it("what was written in the editor is kept when it cannot be a template", async () => {
    const editor = program(scratch(), "editor", `printf 'Subject: Hi\\n\\nDear {{nobody}},\\n' > "$1"`);
    const crm = await withTemplate({ env: { PATH: "/usr/bin:/bin", EDITOR: editor } });
    const { code, err } = await crm("template", "add", "spring");
    expect(code).toBe(2);
    const file = /what you wrote is in (\S+)/.exec(err)?.[1] ?? "";
    expect(readFileSync(file, "utf8")).toContain("Dear {{nobody}},");
    rmSync(dirname(file), { recursive: true });
  });

  it("off a terminal no editor is opened that nobody has named: it would wait for keys for ever", async () => {
    const crm = await withTemplate();
    expect(await crm("template", "edit", "quote")).toMatchObject({
      code: 2,
      err: "crm: an editor needs a terminal (give the text with an option)\n",
    });
  });

  it("an address with a line break is refused", async () => {
    const crm = await withTemplate();
    expect(
      await crm("mail", "compose", "jane", "--template", "quote", "--to", "b@x.example\r\nBcc: c@x.example"),
    ).toMatchObject({ code: 2, out: "" });
  });
});

describe("crm template", () => {
  it.each([
    [
      "{{fristName}}",
      /the text: no placeholder \{\{fristName\}\}\. Did you mean "firstName"\? \(name, firstName, /,
    ],
    ["{{constructor}}", /no placeholder \{\{constructor\}\}/],
    ["a\nb {{#deal}}", /the text line 2: Unclosed section "deal"/],
    ["{{name", /the text line 1: Unclosed tag/],
    ["{{> secret}}", /would take in another template/],
  ])("with %j is refused, and said how to mend", async (body, said) => {
    const crm = setupCrm();
    const { code, err } = await crm("template", "add", "x", "--subject", "s", "--body", body);
    expect(code).toBe(2);
    expect(err).toMatch(said);
    expect(await crm.json("template", "list")).toEqual([]);
  });

  it("takes its subject from the first line of a file, and is changed, renamed, deleted and brought back", async () => {
    const crm = setupCrm();
    const file = join(scratch(), "q.md");
    writeFileSync(file, "Subject: Hello {{firstName}}\n\nText\n");
    await crm("template", "add", "hello", "--file", file);
    expect((await crm("template", "show", "HELLO", "--json")).out).toContain('"body": "Text\\n"');
    expect(
      await crm.withInput("Other", "template", "edit", "hello", "--file", "-", "--name", "hi"),
    ).toMatchObject({ code: 0 });
    expect(await crm.json("template", "show", "hi")).toMatchObject({
      subject: "Hello {{firstName}}",
      body: "Other",
    });
    expect(await crm("template", "delete", "hi")).toMatchObject({ code: 2 });
    await crm("template", "delete", "hi", "--yes");
    expect(await crm("template", "show", "hi")).toMatchObject({ code: 3 });
    await crm("undo");
    expect(await crm.json("template", "show", "hi")).toMatchObject({ body: "Other" });
  });

  it("knows the custom fields of contacts", async () => {
    const crm = setupCrm();
    await crm("field", "add", "contact", "shoe size", "--type", "number");
    await crm("contact", "add", "Jane Roe", "--set", "shoe size=42");
    await crm("template", "add", "x", "--subject", "s", "--body", "{{field.shoe size}}");
    expect((await crm("mail", "compose", "jane", "--template", "x")).out).toContain("\n42\n");
  });
});
