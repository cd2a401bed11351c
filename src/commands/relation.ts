import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError, unknownWord } from "../errors.ts";
import type { Column } from "../field.ts";
import type { Db } from "../store/db.ts";
import {
  addKind,
  addRelation,
  deleteKind,
  deleteRelation,
  getRelation,
  kindNamed,
  listKinds,
  listRelations,
  type RecordKey,
  type RelatedNoun,
  type RelationRow,
  relatedNouns,
} from "../store/relation.ts";
import { keptText } from "../values/kept-text.ts";
import { anyRecord } from "./any-record.ts";
import { naming } from "./options/money.ts";
import { examples, wholeNumber } from "./options.ts";
import { confirm } from "./pick.ts";

/** What a list of relations shows. */
export const relationColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "from", header: "From", type: "text" },
  { key: "kind", header: "Relation", type: "text" },
  { key: "to", header: "To", type: "text" },
  { key: "inverse", header: "The other way", type: "text", detail: true },
  { key: "sinceDate", header: "Since", type: "date" },
  { key: "note", header: "Note", type: "text" },
  { key: "fromNoun", header: "From noun", type: "text", detail: true },
  { key: "fromId", header: "From id", type: "id", detail: true },
  { key: "toNoun", header: "To noun", type: "text", detail: true },
  { key: "toId", header: "To id", type: "id", detail: true },
];

const kindColumns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Relation", type: "text" },
  { key: "inverse", header: "The other way", type: "text" },
];

/** The commands of the noun relation: who belongs to whom, and how. */
export function relation(noun: Command, app: App): void {
  examples(
    noun
      .command("add <record> <kind> <other>")
      .description("Relate two records: people, companies, deals, orders, tickets, campaigns, products")
      .option("--since <date>", "since when")
      .option("--note <text>", "a remark"),
    'crm relation add jane "referred by" tom',
    'crm relation add company:acme "supplier of" company:nord --since 2024-01-01',
  ).action((from: string, kind: string, to: string, options: { since?: string; note?: string }) =>
    add(app, { from, kind, to }, options),
  );

  examples(
    noun.command("list [record]").description("List relations, all or those of one record"),
    "crm relation list",
    "crm relation list jane --json",
  ).action(async (ref: string | undefined) => {
    const db = app.read();
    const of = ref === undefined ? undefined : await keyOf(app, db, ref);
    await app.print(
      relationColumns,
      listRelations(db, of).map((row) => ({ ...row })),
    );
  });

  examples(
    noun.command("delete <id>").description("Delete a relation; the records stay"),
    "crm relation delete 1 --yes",
    "crm relation delete 1 --dry-run",
  ).action((id: string) => remove(app, wholeNumber(id.replace("#", ""))));

  kind(noun.command("kind").description("What relations there are: list, add, delete"), app);
}

function kind(noun: Command, app: App): void {
  examples(
    noun.command("list").description("List the kinds of relations, and how each reads the other way"),
    "crm relation kind list",
    "crm relation kind list --json",
  ).action(() =>
    app.print(
      kindColumns,
      listKinds(app.read()).map((row) => ({ ...row })),
    ),
  );

  examples(
    noun
      .command("add <name>")
      .description("Add a kind; without --inverse it reads the same both ways")
      .option("--inverse <name>", "how it reads the other way"),
    'crm relation kind add "mentor of" --inverse "mentored by"',
    'crm relation kind add "sibling of"',
  ).action(async (name: string, { inverse }: { inverse?: string }) => {
    const words = { name: wordsOf(name), inverse: wordsOf(inverse ?? name) };
    const added = app.write((db) => addKind(db, words));
    await app.wrote("Added the relation " + added.name + " / " + added.inverse, kindColumns, { ...added });
  });

  examples(
    noun.command("delete <name>").description("Delete a kind that nothing is related by"),
    'crm relation kind delete "spouse of"',
    'crm relation kind delete "supplied by" --dry-run',
  ).action(async (name: string) => {
    const gone = kindOf(app.writer(), name).kind;
    app.write((db) => {
      deleteKind(db, gone);
      return gone;
    });
    await app.wrote("Deleted the relation " + gone.name, kindColumns, { ...gone });
  });
}

function wordsOf(text: string): string {
  const words = text.trim().replace(/\s+/g, " ");
  if (words !== "") return words;
  throw new UserError("usage", "the name of a relation is empty", 'such as "mentor of"');
}

function kindOf(db: Db, text: string): NonNullable<ReturnType<typeof kindNamed>> {
  const found = kindNamed(db, text);
  if (found !== undefined) return found;
  const names = [...new Set(listKinds(db).flatMap(({ name, inverse }) => [name, inverse]))];
  throw unknownWord("usage", 'no relation "' + text + '"', text, names);
}

/** The record that a text means, of the nouns that can be related. */
export async function keyOf(app: App, db: Db, text: string): Promise<RecordKey> {
  const { noun, id } = await anyRecord(app, db, text, relatedNouns);
  return { noun: noun as RelatedNoun, id };
}

interface Words {
  readonly from: string;
  readonly kind: string;
  readonly to: string;
}

/** "jane referred tom" is "tom referred by jane". */
async function add(
  app: App,
  words: Words,
  { since, note }: { since?: string; note?: string },
): Promise<void> {
  const db = app.writer();
  const { kind, isInverse } = kindOf(db, words.kind);
  const [first, second] = [await keyOf(app, db, words.from), await keyOf(app, db, words.to)];
  const [from, to] = isInverse ? [second, first] : [first, second];
  const sinceDate = since === undefined ? null : naming("--since", () => app.when(since)).date;
  const draft = { kindId: kind.id, from, to, sinceDate, note: keptText(note ?? "") };
  const added = app.write((write) => getRelation(write, addRelation(write, draft)));
  await app.wrote("Related: " + relationText(added), relationColumns, { ...added });
}

async function remove(app: App, id: number): Promise<void> {
  const gone = getRelation(app.writer(), id);
  await confirm(app, "Delete the relation: " + relationText(gone));
  app.write((db) => {
    deleteRelation(db, id);
    return gone;
  });
  await app.wrote("Deleted the relation: " + relationText(gone), relationColumns, { ...gone });
}

/** "Jane Roe referred by Tom Okafor" */
function relationText({ from, kind, to }: RelationRow): string {
  return from + " " + kind + " " + to;
}
