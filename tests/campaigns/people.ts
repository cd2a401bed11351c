import { type Crm, type Setup, setupCrm } from "../support/crm.ts";

/**
 * Five people tagged west: Jane and Tom agreed to mails, Ida refused, Max never said, Lena agreed and has no address.
 * A template "hello", and the campaign "spring" for them.
 */
export async function westCampaign(setup: Setup = {}): Promise<Crm> {
  const crm = setupCrm({ env: { CRM_REMIND_EMAIL_FROM: "me@studio.example" }, ...setup });
  const lines = [
    ["contact", "add", "Jane Roe", "--email", "jane@acme.example", "--company", "Acme", "--tag", "west"],
    ["contact", "add", "Tom Okafor", "--email", "tom@okafor.example", "--tag", "west"],
    ["contact", "add", "Ida Lind", "--email", "ida@lind.example", "--tag", "west"],
    ["contact", "add", "Max Vogt", "--email", "max@vogt.example", "--tag", "west"],
    ["contact", "add", "Lena Nord", "--phone", "+49 30 901820", "--tag", "west"],
    ["consent", "give", "jane", "--channel", "email"],
    ["consent", "give", "tom", "--channel", "email"],
    ["consent", "withdraw", "ida"],
    ["consent", "give", "lena", "--channel", "email"],
    [
      "template",
      "add",
      "hello",
      "--subject",
      "Hello {{firstName}}",
      "--body",
      "Dear {{name}}, come and see us.",
    ],
    [
      "campaign",
      "add",
      "spring",
      "--purpose",
      "loyalty",
      "--target",
      "tag = west",
      "--cost",
      "120",
      "--template",
      "hello",
    ],
  ];
  for (const line of lines) await must(crm, ...line);
  return crm;
}

export async function must(crm: Crm, ...argv: readonly string[]): Promise<string> {
  const { code, out, err } = await crm(...argv);
  if (code !== 0) throw new Error("crm " + argv.join(" ") + " ended with " + code + ": " + err);
  return out;
}

/** The codes of the members, by name. */
export async function codesOf(crm: Crm, campaign = "spring"): Promise<Readonly<Record<string, string>>> {
  const rows = await crm.json<{ name: string; code: string }[]>("campaign", "members", campaign);
  return Object.fromEntries(rows.map(({ name, code }) => [name, code]));
}
