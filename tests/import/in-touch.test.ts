import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

describe("the channel that a person prefers", () => {
  it("is known in the languages of its column's names", async () => {
    const crm = setupCrm();
    const take = (text: string) => crm.withInput(text, "import", "contacts", "-");
    await take("name,bevorzugter Kanal\nJane Roe,Telefon\nTom Okafor,Brief\n");
    await take("name,canal préféré\nIda Lind,Courriel\nMax Weber,visite\n");
    const channels = await crm.json("contact", "list", "--sort", "id", "--fields", "preferredChannel");
    expect(channels).toMatchObject(
      ["call", "letter", "email", "visit"].map((preferredChannel) => ({ preferredChannel })),
    );
  });
});
