import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, hasBrowser, startBrowser } from "../support/browser.ts";
import { runBuilt, scratch } from "../support/built.ts";

/** Three customers of three cities, one with a name that would like to run. */
function shop(): { home: string; crm: (...words: string[]) => ReturnType<typeof runBuilt> } {
  const home = scratch();
  const crm = (...words: string[]) => runBuilt(words, { home, env: { CRM_NOW: "2026-06-30" } });
  const hostile = '"<script>document.title=1</script>"';
  const orders = [
    "date,name,email,city,amount",
    "2026-01-05,Jane Roe,jane@acme.example,Berlin,100",
    "2026-02-05,Jane Roe,jane@acme.example,Berlin,300",
    `2026-03-05,${hostile},x@evil.example,Köln,90`,
    "2026-04-05,Tom Okafor,tom@nord.example,Ulm,1200",
  ];
  writeFileSync(join(home, "orders.csv"), orders.join("\n"));
  expect(crm("import", "orders", join(home, "orders.csv")).code).toBe(0);
  return { home, crm };
}

describe("a report as a page", () => {
  it("is one file for its owner, which names no other place", () => {
    const { home, crm } = shop();
    const file = join(home, "abc.html");
    const { code, out, err } = crm("report", "abc", "--customers", "--html", file);
    expect({ code, out, err }).toEqual({ code: 0, out: "", err: "Wrote " + file + "\n" });
    expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
    const page = readFileSync(file, "utf8");
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/\b(src|href)="(?!#)|url\(|@import|https?:/);
    expect(page).not.toContain("<script>document");
  });

  it("goes to standard output for -, and is refused where it cannot be written", () => {
    const { crm } = shop();
    expect(crm("report", "abc", "--html", "-").out).toMatch(/^<!doctype html>/);
    const refused = crm("report", "abc", "--html", "/nowhere/abc.html");
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("/nowhere/abc.html cannot be written");
  });
});

// Needs Debian's chromium and chromium-driver.
describe.skipIf(!hasBrowser)("the page in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  }, 60_000);
  afterAll(() => browser.close());

  const page = (...report: string[]) => {
    const { home, crm } = shop();
    const file = join(home, "page.html");
    expect(crm("report", ...report, "--html", file).code).toBe(0);
    return file;
  };
  const column = (n: number) =>
    `return [...document.querySelectorAll("tbody tr")].map((row) => row.cells[${n}].textContent)`;

  it("sorts by the heading that is clicked, numbers as numbers, and turns round", async () => {
    await browser.open(page("abc", "--customers"));
    const heading = (n: number) => "table.sortable th:nth-child(" + n + ") button";
    const value = await browser.run<number>(
      `return [...document.querySelectorAll("table.sortable th")].findIndex((th) => th.textContent === "Value")`,
    );
    await browser.click(heading(value + 1));
    expect(await browser.run(column(value))).toEqual(["90.00 EUR", "400.00 EUR", "1,200.00 EUR"]);
    await browser.click(heading(value + 1));
    expect(await browser.run(column(value))).toEqual(["1,200.00 EUR", "400.00 EUR", "90.00 EUR"]);
  });

  it("asks nothing of the network, and runs nothing that stands in a name", async () => {
    await browser.open(page("abc", "--customers"));
    expect(await browser.run(`return performance.getEntriesByType("resource").length`)).toBe(0);
    expect(await browser.run("return document.title")).toBe("ABC by revenue");
    expect(await browser.run("return document.body.innerText")).toContain(
      "<script>document.title=1</script>",
    );
  });

  it("is light or dark as the reader's system is, and fits a phone", async () => {
    const file = page("cohorts");
    const colour = "return getComputedStyle(document.body).backgroundColor";
    await browser.open(file, "light");
    expect(await browser.run(colour)).toBe("rgb(255, 255, 255)");
    await browser.open(file, "dark");
    expect(await browser.run(colour)).toBe("rgb(18, 23, 30)");
    expect(await browser.run("return document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  it("of the dashboard has the reports behind it, those with something to show", async () => {
    await browser.open(page("kpi"));
    const titles = await browser.run<string[]>(
      `return [...document.querySelectorAll("h2")].map((title) => title.textContent)`,
    );
    expect(titles).toEqual(
      expect.arrayContaining(["Dashboard of 2026-06", "Retention by month", "ABC by revenue"]),
    );
    expect(titles).not.toContain("Pipeline");
    // Four purchases so far, none of them in June.
    const tile = `[...document.querySelectorAll(".tiles li")].find((li) => li.firstChild.textContent === "value per customer")`;
    expect(await browser.run("return " + tile + ".querySelector('b').textContent")).toBe("563 EUR");
  });

  it("prints", async () => {
    await browser.open(page("retention"));
    const pdf = await browser.print();
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(10_000);
  });
});
