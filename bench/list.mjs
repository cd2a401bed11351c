// Listing 10,000 contacts to a pipe, against an empty node in the same run.
import { againstEmptyNode, contactsDatabase, inFolder } from "./measure.mjs";

inFolder((folder) => {
  const db = contactsDatabase(folder, 10_000);
  for (const format of ["plain", "csv", "tsv", "md", "json", "ndjson"]) {
    const argv = ["--db", db, "contact", "list", "--format", format];
    againstEmptyNode("crm contact list --format " + format, argv, { limit: 5 });
  }
});
