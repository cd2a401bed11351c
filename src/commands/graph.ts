import type { Command } from "commander";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column } from "../field.ts";
import { clean } from "../output/clean.ts";
import type { Db } from "../store/db.ts";
import { describeRecord } from "../store/find.ts";
import { employmentsOf } from "../store/graph.ts";
import { listRelations, type RecordKey, relatedNouns } from "../store/relation.ts";
import { anyRecord } from "./any-record.ts";
import { examples, wholeNumber } from "./options.ts";

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

interface Graph {
  /** What each record is called, by "contact 1". */
  readonly names: ReadonlyMap<string, string>;
  readonly edges: readonly Edge[];
}

const columns: readonly Column[] = [
  { key: "from", header: "From", type: "text" },
  { key: "label", header: "Relation", type: "text" },
  { key: "to", header: "To", type: "text" },
];

/** `crm graph`: who is related to whom, around one record. */
export function graph(command: Command, app: App): void {
  examples(
    command
      .argument("<record>", "a contact, company, deal or other record: jane, company:acme, deal:3")
      .option("--depth <n>", "how many steps away", wholeNumber, 2)
      .summary("Who is related to whom: --format dot or mermaid draws it")
      .description(
        "Who is related to whom around a record, by relations and employments; --format dot (for Graphviz) or mermaid draws it",
      ),
    "crm graph jane",
    "crm graph jane --format mermaid",
    "crm graph company:acme --format dot --depth 3",
  ).action((ref: string, { depth }: { depth: number }) => show(app, ref, depth));
}

async function show(app: App, ref: string, depth: number): Promise<void> {
  if (depth < 1 || depth > 20) throw new UserError("usage", "--depth: " + depth + " is not between 1 and 20");
  const db = app.read();
  const start = await anyRecord(app, db, ref, relatedNouns);
  const found = graphOf(db, start as RecordKey, depth);
  const format: string | undefined = app.options.json === true ? "json" : app.options.format;
  if (format === "dot") return app.world.out(dot(found));
  if (format === "mermaid") return app.world.out(mermaid(found));
  const name = (key: string) => found.names.get(key) ?? key;
  await app.print(
    columns,
    found.edges.map(({ from, label, to }) => ({ from: name(from), label, to: name(to) })),
  );
}

/** The records that can be reached in so many steps, each relation once. */
function graphOf(db: Db, start: RecordKey, depth: number): Graph {
  const keyOf = ({ noun, id }: RecordKey) => noun + " " + id;
  const names = new Map<string, string>();
  const edges = new Map<string, Edge>();
  let border: readonly RecordKey[] = [start];
  for (let step = 0; step <= depth && border.length > 0; step++) {
    const next: RecordKey[] = [];
    for (const record of border) {
      if (names.has(keyOf(record))) continue;
      names.set(keyOf(record), describeRecord(db, record.noun, record.id).name);
      if (step === depth) continue;
      for (const { key, from, to, label } of linksOf(db, record)) {
        edges.set(key, { from: keyOf(from), to: keyOf(to), label });
        next.push(from, to);
      }
    }
    border = next;
  }
  return { names, edges: [...edges.values()] };
}

function linksOf(db: Db, record: RecordKey) {
  const related = listRelations(db, record).map((row) => ({
    key: "relation " + row.id,
    from: { noun: row.fromNoun, id: row.fromId },
    to: { noun: row.toNoun, id: row.toId },
    label: row.kind,
  }));
  const employed = employmentsOf(db, record).map(({ contactId, companyId, role }) => ({
    key: "employment " + contactId + " " + companyId,
    from: { noun: "contact", id: contactId } as const,
    to: { noun: "company", id: companyId } as const,
    label: role ?? "works at",
  }));
  return [...related, ...employed];
}

/** Graphviz: names in quotes, with what would end them escaped. */
function dot({ names, edges }: Graph): string {
  const text = (words: string) => '"' + clean(words).replace(/["\\]/g, "\\$&") + '"';
  const nodes = [...names].map(([key, name]) => "  " + text(key) + " [label=" + text(name) + "];");
  const lines = edges.map(
    ({ from, to, label }) => "  " + text(from) + " -> " + text(to) + " [label=" + text(label) + "];",
  );
  return ["digraph crm {", ...nodes, ...lines, "}"].join("\n") + "\n";
}

/** Mermaid takes HTML entities for what its grammar would read. */
function mermaid({ names, edges }: Graph): string {
  const node = (key: string) => key.replace(" ", "");
  const text = (words: string) =>
    '"' + clean(words).replace(/[^\p{L}\p{N} .,_-]/gu, (mark) => "#" + mark.codePointAt(0) + ";") + '"';
  const nodes = [...names].map(([key, name]) => "  " + node(key) + "[" + text(name) + "]");
  const lines = edges.map(
    ({ from, to, label }) => "  " + node(from) + " -->|" + text(label) + "| " + node(to),
  );
  return ["graph LR", ...nodes, ...lines].join("\n") + "\n";
}
