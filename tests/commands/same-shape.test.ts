import { expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

it.each([
  [["contact", "add", "Tom Okafor"], ["contact", "edit", "tom", "--city", "Kiel"], "tom"],
  [["company", "add", "Nord"], ["company", "edit", "nord", "--city", "Kiel"], "nord"],
  [["deal", "add", "Shop"], ["deal", "win", "shop"], "shop"],
  [["deal", "add", "Fair"], ["deal", "edit", "fair", "--amount", "9"], "fair"],
  [["order", "add", "jane", "--amount", "5"], ["order", "edit", "1", "--amount", "6"], "1"],
  [["quote", "add", "jane", "--line", "Help x 1 @ 5"], ["quote", "edit", "1", "--discount", "5"], "1"],
  [["quote", "add", "jane", "--line", "Help x 1 @ 5"], ["quote", "accept", "1"], "1"],
  [["ticket", "add", "jane", "late"], ["ticket", "solve", "1"], "1"],
  [["ticket", "add", "jane", "late"], ["ticket", "edit", "1", "--severity", "high"], "1"],
  [["campaign", "add", "spring"], ["campaign", "edit", "spring", "--cost", "9"], "spring"],
  [["product", "add", "Help", "--price", "5"], ["product", "edit", "help", "--price", "6"], "help"],
  [["invoice", "add", "R-1", "jane", "--amount", "5"], ["invoice", "edit", "R-1", "--amount", "6"], "R-1"],
  [
    ["agreement", "add", "--contact", "jane", "--discount", "5"],
    ["agreement", "edit", "2", "--discount", "6"],
    "2",
  ],
  [
    ["followup", "add", "Call", "--for", "jane", "--due", "fri"],
    ["followup", "edit", "1", "--priority", "high"],
    "1",
  ],
])("%j answers with what its show gives, and so does %j", async (add, change, ref) => {
  const crm = setupCrm();
  await crm("contact", "add", "Jane Roe", "--company", "Acme");
  await crm("agreement", "add", "--company", "acme", "--perk", "free delivery");
  const show = [add[0]!, "show", ref];
  expect(await crm.json(...add)).toEqual(await crm.json(...show));
  expect(await crm.json(...change)).toEqual(await crm.json(...show));
});

it("names what was agreed with the company of a new contact", async () => {
  const crm = setupCrm();
  await crm("company", "add", "Acme");
  await crm("agreement", "add", "--company", "acme", "--perk", "free delivery");
  const { agreements } = await crm.json<{ agreements: unknown[] }>(
    "contact",
    "add",
    "Jane",
    "--company",
    "acme",
  );
  expect(agreements).toMatchObject([{ perk: "free delivery", whose: "Acme" }]);
});
