import { expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

const stepsSql =
  "SELECT contact_id, to_lifecycle, changed_date, cause FROM lifecycle_change ORDER BY contact_id";

it("begins a contact's life cycle on the day that it was in the user's zone", async () => {
  const crm = setupCrm({ now: "2026-11-21T23:30:00Z", zone: "Europe/Berlin" });
  await crm("contact", "add", "Jane Roe");
  const file = "Name,Created,Lifecycle\nTom Okafor,2024-03-12,client\nAnn Lee,,\n";
  await crm.withInput(file, "import", "contacts", "-");
  expect(crm.db.all(stepsSql)).toEqual([
    { contact_id: 1, to_lifecycle: "lead", changed_date: "2026-11-22", cause: "added" },
    { contact_id: 2, to_lifecycle: "client", changed_date: "2024-03-12", cause: "added" },
    { contact_id: 3, to_lifecycle: "lead", changed_date: "2026-11-22", cause: "added" },
  ]);
});
