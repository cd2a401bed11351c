// Finding among a million contacts (or as many as the first argument says), against an empty node in the same run.
import { againstEmptyNode, contactsDatabase, inFolder, sizesOf } from "./measure.mjs";

const [count] = sizesOf(process.argv.slice(2), [1_000_000]);

inFolder((folder) => {
  const db = contactsDatabase(folder, count);
  const texts = ["p777@mail777.example", "Okafor 4711", "1000815", "jane", "Firm 4711"];
  for (const text of texts) againstEmptyNode("crm find " + text, ["--db", db, "find", text], { limit: 3 });
});
