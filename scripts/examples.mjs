// Makes the files of examples/: two years of a coffee roastery that exists nowhere. `node scripts/examples.mjs [folder]`
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { companyFile } from "./examples/companies.mjs";
import { dealFile } from "./examples/deals.mjs";
import { orderFile } from "./examples/orders.mjs";
import { contactFile } from "./examples/people.mjs";
import { activityFile, followupFile } from "./examples/talks.mjs";

const files = {
  "companies.csv": companyFile(),
  "contacts.csv": contactFile(),
  "orders.csv": orderFile(),
  "deals.csv": dealFile(),
  "activities.csv": activityFile(),
  "followups.csv": followupFile(),
};

const folder = process.argv[2] ?? "examples";
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
