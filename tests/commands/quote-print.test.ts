import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasBrowser, startBrowser } from "../support/browser.ts";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

async function offered(configDir?: string): Promise<Crm> {
  const crm = setupCrm(configDir === undefined ? {} : { configDir });
  await crm("config", "set", "user", "Ida Lind");
  await crm("contact", "add", "Jane <Roe>", "--company", "Acme");
  await crm(
    "company",
    "edit",
    "acme",
    "--street",
    "Main Street 5",
    "--postal-code",
    "10115",
    "--city",
    "Berlin",
  );
  await crm("product", "add", "Workshop | one day", "--sku", "WS1", "--price", "1200", "--unit", "day");
  await crm("agreement", "add", "--company", "acme", "--product", "WS1", "--price", "1100");
  const lines = ["--line", "WS1 x 3", "--line", "Setup x 1 @ 400 - 10% tax 7%"];
  await crm("quote", "add", "jane", ...lines, "--tax", "19", "--discount", "2", "--terms", "14 days net");
  return crm;
}

describe("crm quote print", () => {
  it("is a text that can be mailed as it is", async () => {
    const crm = await offered();
    expect((await crm("quote", "print", "1")).out).toMatchInlineSnapshot(`
      "Ida Lind

      Acme
      Jane <Roe>
      Main Street 5
      10115 Berlin

      Quote Q-2026-0001
      Saturday 21 November 2026

       1  Workshop | one day                                              3,300.00 EUR
          3 day x 1,100.00 EUR, tax 19 %, as agreed
       2  Setup                                                             360.00 EUR
          1 x 400.00 EUR, less 10 %, tax 7 %

          Sum of the lines                                                3,660.00 EUR
          Discount of 2 %                                                   -73.20 EUR
          Net                                                             3,586.80 EUR
          Tax 19 % of 3,234.00 EUR                                          614.46 EUR
          Tax 7 % of 352.80 EUR                                              24.70 EUR
          Total                                                           4,225.96 EUR

      14 days net
      "
    `);
  });

  it("is in the contact's language, with its words, date and marks", async () => {
    const crm = await offered();
    await crm("contact", "edit", "1", "--language", "de-AT");
    await crm(
      "quote",
      "edit",
      "1",
      "--valid-until",
      "2026-12-31",
      "--add-line",
      "Travel x 1.5 @ 120 tax 7.7%",
    );
    const { out } = await crm("quote", "print", "1");
    expect(out).toContain(
      "Angebot Q-2026-0001\nSamstag, 21. November 2026, gültig bis Donnerstag, 31. Dezember 2026\n",
    );
    expect(out).toContain("    3 day x 1.100,00 EUR, MwSt. 19 %, wie vereinbart\n");
    expect(out).toContain("    1 x 400,00 EUR, abzüglich 10 %, MwSt. 7 %\n");
    expect(out).toContain("    1,5 x 120,00 EUR, MwSt. 7,7 %\n");
    expect(out).toMatch(
      / {4}Rabatt von 2 % +-76,80 EUR\n {4}Netto +3\.763,20 EUR\n {4}MwSt\. 19 % auf 3\.234,00 EUR/,
    );
    const html = (await crm("quote", "print", "1", "--as", "html")).out;
    expect(html).toContain('<html lang="de">');
    expect(html).toContain("<br>Gültig bis Donnerstag, 31. Dezember 2026</p>");
    expect(html).toContain("<th>Leistung</th>");
  });

  it("is in the language that is asked for, else in that of the locale where there are words in it", async () => {
    const crm = await offered();
    await crm("contact", "edit", "1", "--language", "pl");
    expect((await crm("quote", "print", "1")).out).toContain("Quote Q-2026-0001");
    await crm("config", "set", "locale", "fr-FR");
    expect((await crm("quote", "print", "1")).out).toContain("Devis Q-2026-0001\nsamedi 21 novembre 2026\n");
    expect((await crm("quote", "print", "1", "--lang", "es", "--as", "md")).out).toContain(
      "| # | Concepto | Cantidad |",
    );
    const wrong = await crm("quote", "print", "1", "--lang", "xx");
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("en, de, fr, es") });
  });

  it("is Markdown in which no name can make a table or a page of its own", async () => {
    const { out } = await (await offered())("quote", "print", "1", "--as", "md");
    expect(out).toContain(
      "| 1 | Workshop \\| one day (as agreed) | 3 day | 1,100.00 EUR | 19 % | 3,300.00 EUR |\n",
    );
    expect(out).toContain("Acme\\\nJane \\<Roe\\>\\\nMain Street 5");
  });

  it("is Markdown with --format md as well", async () => {
    const crm = await offered();
    const { out } = await crm("quote", "print", "1", "--as", "md");
    expect((await crm("quote", "print", "1", "--format", "md")).out).toBe(out);
    expect((await crm("quote", "print", "1", "--format", "md", "--as", "html")).out).toContain("<html");
  });

  it("is one HTML file that asks nothing of the network and shows names as they are", async () => {
    const { out } = await (await offered())("quote", "print", "1", "--as", "html");
    expect(out).toContain("default-src 'none'");
    expect(out).toContain("Acme\nJane &lt;Roe&gt;\nMain Street 5\n10115 Berlin</address>");
    expect(out).not.toMatch(/<script|<link|src=|href=|https?:/);
  });

  it("has the user's own letterhead and footer, or a page of the user's own", async () => {
    const dir = scratch();
    writeFileSync(join(dir, "letterhead.html"), "<h2>Lind Studio</h2>{{my.name}}");
    writeFileSync(join(dir, "footer.txt"), "Bank: 123");
    const crm = await offered(dir);
    expect((await crm("quote", "print", "1", "--as", "html")).out).toContain("<h2>Lind Studio</h2>Ida Lind");
    expect((await crm("quote", "print", "1")).out).toMatch(/14 days net\n\nBank: 123\n$/);
    writeFileSync(join(dir, "quote.md"), "{{number}}: {{#lines}}{{title}} {{/lines}}= {{total}}");
    expect((await crm("quote", "print", "1", "--as", "md")).out).toBe(
      "Q-2026-0001: Workshop \\| one day Setup = 4,225.96 EUR\n",
    );
    writeFileSync(join(dir, "quote.md"), "{{#lines}}");
    expect(await crm("quote", "print", "1", "--as", "md")).toMatchObject({ code: 2 });
  });

  it("takes the kind from the name of the file, and writes none in a dry run", async () => {
    const file = join(scratch(), "q.html");
    const crm = await offered();
    expect((await crm("quote", "print", "1", "--output", file, "-n")).err).toContain("Would write");
    expect((await crm("quote", "print", "1", "--output", file)).code).toBe(0);
    expect(readFileSync(file, "utf8")).toMatch(/^<!doctype html>/);
  });

  it.skipIf(!hasBrowser)(
    "prints as a PDF of one page (needs chromium and chromium-driver)",
    async () => {
      const file = join(scratch(), "q.html");
      await (await offered())("quote", "print", "1", "--output", file);
      const browser = await startBrowser();
      try {
        await browser.open(file);
        expect(await browser.run("return document.querySelector('tfoot tr:last-child').innerText")).toMatch(
          /Total\s+4,225.96 EUR/,
        );
        const pdf = (await browser.print()).toString("latin1");
        expect(pdf.slice(0, 5)).toBe("%PDF-");
        expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
      } finally {
        await browser.close();
      }
    },
    60_000,
  );
});
