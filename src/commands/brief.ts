import type { Command } from "commander";
import type { App } from "../app.ts";
import { briefOf } from "../store/brief.ts";
import { employerOf } from "../store/employer.ts";
import { contactFields } from "../store/fields/contact.ts";
import { termsOf } from "./customer-terms.ts";
import { examples } from "./options.ts";
import { pick } from "./pick.ts";

/** `crm brief`: what one wants to know before one meets or calls somebody. */
export function brief(command: Command, app: App): void {
  examples(
    command
      .argument("<contact>")
      .summary("What to know before a meeting, on one screen")
      .description(
        "What to know before a meeting, on one screen: who, last talks, open deals, what was promised, purchases, dates",
      ),
    "crm brief jane",
    "crm brief jane@acme.example --json",
  ).action(async (ref: string) => {
    const db = app.read();
    const { id } = await pick(app, db, "contact", ref);
    const agreements = await termsOf(app, db, { contactId: id, companyId: employerOf(db, id) });
    const found = { ...briefOf(db, id, { today: app.today(), zone: app.zone() }), agreements };
    const { briefView } = await import("./brief-view.ts");
    await app.show(contactFields, found, (look) => briefView(found, { today: app.today(), look }));
  });
}
