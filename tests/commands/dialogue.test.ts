import { describe, expect, it } from "vitest";
import type { Ask } from "../../src/prompt.ts";
import { setupCrm } from "../support/crm.ts";

/** Somebody at a terminal who gives these answers, one after the other. */
function answering(...answers: string[]): { ask: Partial<Ask>; asked: string[] } {
  const asked: string[] = [];
  const text = async (question: string) => {
    asked.push(question);
    const answer = answers.shift();
    if (answer === undefined) throw new Error("asked once more: " + question);
    return answer;
  };
  return { ask: { text }, asked };
}

describe("a dialogue", () => {
  it("of contact add asks again for an email and a phone that are none, and keeps what was typed before", async () => {
    const { ask, asked } = answering("Jane Roe", "jane", "jane@acme.example", "none", "030 901820", "Acme");
    const crm = setupCrm({ ask });
    const { code, err } = await crm("contact", "add");
    expect(code).toBe(0);
    expect(asked.map((question) => question.split(" ")[0])).toEqual([
      "Name",
      "Email",
      "Email",
      "Phone",
      "Phone",
      "Company",
    ]);
    expect(err).toContain('"none" is no phone number (write one such as +49 30 23125 120)\n');
    expect(err).not.toContain("--phone");
    expect(await crm.json("contact", "show", "1")).toMatchObject({
      ...{ name: "Jane Roe", emails: [{ email: "jane@acme.example" }], phones: [{ phone: "030 901820" }] },
      companies: [{ name: "Acme" }],
    });
  });

  it("of init asks again for what is no currency, zone or country", async () => {
    const { ask } = answering("taler", "usd", "Berlin", "Europe/Berlin", "Atlantis", "DE");
    const crm = setupCrm({ ask });
    const { code, err } = await crm("init");
    expect(code).toBe(0);
    for (const wrong of ['"taler" is no currency', '"Berlin" is no time zone', '"Atlantis" is no country'])
      expect(err).toContain(wrong);
    expect((await crm("config", "get", "currency")).out).toBe("USD\n");
  });
});
