import { expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

it.each([
  ["contacts", "--pipeline sales", "import contacts takes no --pipeline (leave it out)"],
  ["orders", "--add-stages", "import orders takes no --add-stages (leave it out)"],
  ["contacts", "--limit 3", "import contacts takes no --limit (leave it out)"],
  ["all", "--date-order dmy", "import all takes no --date-order (leave it out)"],
  ["contacts", "--sheet Kunden", "standard input is no workbook (leave out --sheet)"],
])("refuses an option that would say nothing: import %s %s", async (what, options, error) => {
  const crm = setupCrm();
  expect(await crm.withInput("Name\nJane Roe\n", "import", what, "-", ...options.split(" "))).toEqual({
    code: 2,
    out: "",
    err: `crm: ${error}\n`,
  });
});

it("refuses options of an import for its list", async () => {
  expect(await setupCrm()("import", "list", "--match", "email")).toMatchObject({
    code: 2,
    err: "crm: import list takes no --match (leave it out)\n",
  });
});
