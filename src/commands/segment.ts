import type { Command } from "commander";
import type { App } from "../app.ts";
import type { Column } from "../field.ts";
import {
  deleteSegment,
  getSegment,
  listSegments,
  type SegmentNoun,
  saveSegment,
  segmentNouns,
  setSegmentCadence,
} from "../store/segment.ts";
import { fold } from "../values/fold.ts";
import { keptText } from "../values/kept-text.ts";
import { listNoun, whereOf } from "./list.ts";
import { cadenceOf, cadenceOption } from "./options/due.ts";
import { examples, oneOf } from "./options.ts";
import { confirm } from "./pick.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Segment", type: "text" },
  { key: "noun", header: "Of", type: "text" },
  { key: "filter", header: "Filter", type: "text" },
  { key: "cadence", header: "In touch every", type: "text" },
  { key: "note", header: "Note", type: "text", detail: true },
  { key: "createdAt", header: "Created", type: "instant", detail: true },
];

/** The commands of the noun segment: filters saved under a name. */
export function segment(noun: Command, app: App): void {
  examples(
    noun
      .command("save <name> <filter...>")
      .description("Save a filter under a name; the same name again replaces it")
      .option("--of <noun>", segmentNouns.join(", "), "contact")
      .option("--note <text>", "what it is for"),
    "crm segment save west 'city in (Köln, Bonn) or tag = west'",
    "crm segment save big-deals 'amount >= 10000' --of deal",
  ).action((name: string, words: string[], options: { of: string; note?: string }) =>
    save(app, { name, words }, options),
  );

  examples(
    noun.command("list").description("The saved segments"),
    "crm segment list",
    "crm segment list --json",
  ).action(() =>
    app.print(
      columns,
      listSegments(app.read()).map((row) => ({ ...row })),
    ),
  );

  examples(
    noun.command("show <name>").description("The records that are in a segment now"),
    "crm segment show west",
    "crm segment show west --format csv",
  ).action((name: string) => {
    const { name: segmentName, noun: of } = getSegment(app.read(), name);
    return listNoun(app, of, [], { segment: segmentName });
  });

  examples(
    cadenceOption(
      noun.command("edit <name>").description("Set how often to be in touch with the people of a segment"),
    ),
    "crm segment edit west --every 'quarter'",
    "crm segment edit west --every ''",
  ).action(async (name: string, options: { every: string }) => {
    const cadence = cadenceOf(options.every);
    const changed = app.write((db) => setSegmentCadence(db, name, cadence));
    const what = cadence === null ? ": no cadence" : ": in touch every " + cadence;
    await app.wrote("Changed segment " + changed.name + what, columns, { ...changed });
  });

  examples(
    noun.command("delete <name>").description("Delete a saved filter; no record is touched"),
    "crm segment delete west --yes",
    "crm segment delete west --dry-run",
  ).action(async (name: string) => {
    await confirm(app, "Delete segment " + getSegment(app.writer(), name).name);
    const deleted = app.write((db) => deleteSegment(db, name));
    await app.wrote("Deleted segment " + deleted.name, columns, { ...deleted });
  });
}

interface Named {
  readonly name: string;
  readonly words: readonly string[];
}

/** The filter is compiled before it is saved, so that a segment that cannot work is refused at once. */
async function save(app: App, { name, words }: Named, options: { of: string; note?: string }): Promise<void> {
  const noun: SegmentNoun = oneOf("--of", options.of, segmentNouns);
  const filter = words.join(" ");
  await whereOf(app, app.writer(), noun, filter);
  const { before, saved } = app.write((db, at) => ({
    before: listSegments(db).find((one) => fold(one.name) === fold(name.trim()))?.filter ?? null,
    saved: saveSegment(db, { name, noun, filter, note: keptText(options.note ?? "") }, at),
  }));
  const was = before === null || before === saved.filter ? "" : ", which was: " + before;
  await app.wrote("Saved segment " + saved.name + was, columns, { ...saved });
}
