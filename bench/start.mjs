// How long a short command takes, on 100,000 contacts, against an empty node in the same run.
import { againstEmptyNode, contactsDatabase, inFolder } from "./measure.mjs";

inFolder((folder) => {
  const db = contactsDatabase(folder, 100_000);
  againstEmptyNode("crm contact show 1", ["--db", db, "contact", "show", "1"], { limit: 1.6 });
  againstEmptyNode("crm --version", ["--version"], { limit: 1.4 });
  againstEmptyNode("crm --help", ["--help"], { limit: 1.4 });
  againstEmptyNode("crm followup list", ["--db", db, "followup", "list"], { limit: 1.6 });
});
