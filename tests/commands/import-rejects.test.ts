import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { setupCrm } from "../support/crm.ts";

/** Writes files into a folder of the test's own, and tells where one is. */
function place(files: Readonly<Record<string, string>>): (name: string) => string {
  const folder = scratch();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return (name) => join(folder, name);
}

function mend(path: string, ...words: readonly (readonly [string, string])[]): void {
  let text = readFileSync(path, "utf8");
  for (const [from, to] of words) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  writeFileSync(path, text);
}

describe("refused rows that are mended by hand", () => {
  it("of vCards are cards with all they hold, and come in whole", async () => {
    const cards = [
      "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jane Roe\r\nEMAIL:jane@acme.example\r\nEND:VCARD",
      "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u-7\r\nFN:Tom Okafor\r\nBDAY:soon\r\nPHOTO;ENCODING=b:AAAA",
      "ADR;TYPE=home:;;Ufer 1\\; back;Berlin;;10115;DE\r\nTITLE:CEO\r\nORG:Nord\r\nNOTE:one\\n",
      "  two\r\nEND:VCARD\r\n",
    ];
    const at = place({ "a.vcf": cards.join("\r\n") });
    const crm = setupCrm();
    const { code, err } = await crm("import", "contacts", at("a.vcf"), "--rejects", at("r.vcf"));
    expect({ code, err }).toMatchObject({ code: 5, err: expect.stringContaining('"soon" is no date') });
    expect(readFileSync(at("r.vcf"), "utf8").split("\r\n")).toEqual([
      ...["BEGIN:VCARD", "VERSION:3.0", "UID:u-7", "FN:Tom Okafor", "BDAY:soon"],
      ...["ADR;TYPE=home:;;Ufer 1\\; back;Berlin;;10115;DE", "TITLE:CEO", "ORG:Nord", "NOTE:one\\n two"],
      ...['X-CRM-REFUSED:line 6: the birthday "soon" is no date', "END:VCARD", ""],
    ]);
    // Not mended it is refused again, with one reason.
    await crm("import", "contacts", at("r.vcf"), "--rejects", at("again.vcf"));
    expect(readFileSync(at("again.vcf"), "utf8").match(/X-CRM-REFUSED/g)).toHaveLength(1);
    mend(at("r.vcf"), ["BDAY:soon", "BDAY:1980-02-28"]);
    expect(await crm("import", "contacts", at("r.vcf"))).toMatchObject({ code: 0 });
    expect(await crm.json("contact", "show", "2")).toMatchObject({
      ...{ name: "Tom Okafor", birthday: "1980-02-28", role: "CEO", company: "Nord", note: "one\n two" },
      addresses: [{ street: "Ufer 1; back", city: "Berlin" }],
    });
    expect(crm.db.get("SELECT key FROM external_id")).toEqual({ key: "u-7" });
  });

  it("come in with the mapping of the first file, which the summary names", async () => {
    const at = place({
      "a.csv": "Wer,Post\nJane Roe,jane@acme.example\nTom Okafor,tom@\n",
      "a.csv.map.toml": '[columns]\n"Wer" = "name"\n"Post" = "email"\n',
    });
    const crm = setupCrm();
    const { err } = await crm("import", "contacts", at("a.csv"), "--rejects", at("r.csv"));
    const next = ["import", "contacts", at("r.csv"), "--map", at("a.csv.map.toml")];
    expect(err).toContain("all of them are in " + at("r.csv") + ": mend it, then crm " + next.join(" "));
    mend(at("r.csv"), ["tom@,", "tom@nord.example,"]);
    expect(await crm.json(...next)).toMatchObject({ created: 1, ignored: [] });
  });

  it("of JSON keep their lists, of deals their stage, of ragged rows what is beyond the columns", async () => {
    const at = place({
      "p.json": '[{"name":"Jane Roe","emails":["j@a.example","nope@"],"tags":["x","y z"]}]',
      "d.csv": "Title,Contact,Stage\nA,Jane Roe,Verhandlung\n",
      "c.csv": "name,email,note\nTom Okafor,tom@b.example,a,b\n",
    });
    const crm = setupCrm();
    await crm("import", "contacts", at("p.json"), "--rejects", at("p.csv"));
    mend(at("p.csv"), ["nope@,", "n@a.example,"]);
    await crm("import", "contacts", at("p.csv"));
    expect(await crm.json("contact", "show", "1")).toMatchObject({
      emails: [{ email: "j@a.example" }, { email: "n@a.example" }],
      tags: ["x", "y z"],
    });
    await crm("import", "deals", at("d.csv"), "--rejects", at("rd.csv"));
    expect(await crm("import", "deals", at("rd.csv"), "--add-stages")).toMatchObject({ code: 0 });
    await crm("import", "contacts", at("c.csv"), "--rejects", at("rc.csv"));
    mend(at("rc.csv"), [",a,", ',"a,b",'], ["no column,b", "no column"]);
    await crm("import", "contacts", at("rc.csv"));
    expect(await crm.json("contact", "show", "2")).toMatchObject({ name: "Tom Okafor", note: "a,b" });
  });

  it("have the order of dates that the whole file showed, which the summary names", async () => {
    const at = place({
      "a.csv": "name,email,birthday\nJane,jane@a.example,12/25/1980\nTom,tom@,03/04/1981\n",
    });
    const crm = setupCrm();
    const { err } = await crm("import", "contacts", at("a.csv"), "--rejects", at("r.csv"));
    expect(err).toContain("crm import contacts " + at("r.csv") + " --date-order mdy\n");
    mend(at("r.csv"), ["tom@,", "tom@b.example,"]);
    await crm("import", "contacts", at("r.csv"), "--date-order", "mdy");
    expect(await crm.json("contact", "show", "2")).toMatchObject({ birthday: "1981-03-04" });
  });

  it("go in no file that something else is written to, nor the mapping over the file itself", async () => {
    const text = "name,email\nTom,tom@\n";
    const at = place({ "a.csv": text });
    const [file, other] = [at("a.csv"), at("x.csv")];
    const refused = async (...options: string[]) => {
      const { code, err } = await setupCrm()("import", "contacts", file, ...options);
      return code + " " + err.replaceAll(file, "a.csv").replaceAll(other, "x.csv");
    };
    const hint = " (name another file)\n";
    expect(await refused("--rejects", other, "--report", other)).toBe(
      "2 crm: --report: x.csv is the file of --rejects" + hint,
    );
    for (const option of ["--rejects", "--report", "--save-map"])
      expect(await refused(option, file)).toBe(
        "2 crm: " + option + ": a.csv is the file that is imported" + hint,
      );
    expect(readFileSync(file, "utf8")).toBe(text);
    expect(existsSync(other)).toBe(false);
  });

  it("say with which key a contradiction is settled", async () => {
    const at = place({
      "a.csv": "id,email\n1,jane@a.example\n2,tom@b.example\n",
      "b.csv": "id,email\n1,tom@b.example\n",
    });
    const crm = setupCrm();
    await crm("import", "contacts", at("a.csv"));
    const { err } = await crm("import", "contacts", at("b.csv"));
    expect(err).toContain("merge them or use --match external");
    expect(await crm("import", "contacts", at("b.csv"), "--match", "external")).toMatchObject({ code: 0 });
  });

  it("of a list of those who unsubscribed have to be called so: else they would not be refusals", async () => {
    const at = place({});
    const crm = setupCrm();
    const from = resolve("tests/import/files/mailchimp-unsubscribed.csv");
    const { code, err } = await crm("import", "contacts", from, "--rejects", at("r.csv"));
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining("rejects-unsubscribed.csv"),
    });
    expect(existsSync(at("r.csv"))).toBe(false);
    const named = ["import", "contacts", from, "--rejects", at("rejects-unsubscribed.csv")];
    expect(await crm(...named)).toMatchObject({ code: 0 });
  });
});
