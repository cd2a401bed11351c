import type { App } from "../app.ts";
import type { Column, Row } from "../field.ts";
import { formatOf } from "../print.ts";
import { companyDetail, companyFields } from "../store/company.ts";
import { contactDetail } from "../store/contact/detail.ts";
import type { Db } from "../store/db.ts";
import { distinctFrom } from "../store/distinct.ts";
import { contactFields } from "../store/fields/contact.ts";
import { answerOf } from "../store/journal.ts";
import type { Mergeable } from "../store/merge/references.ts";
import { type PlanLine, type Preference, preferences } from "../store/merge/row.ts";
import { mergeRecords } from "../store/merge.ts";
import { describe } from "../store/reference.ts";
import { backUpBeforeMany } from "./backup.ts";
import { oneOf } from "./options.ts";
import { confirmByName, pick } from "./pick.ts";

export interface MergeOptions {
  readonly prefer?: string;
  readonly confirm?: string;
}

const whole: Readonly<
  Record<Mergeable, { readonly fields: readonly Column[]; readonly detail: (db: Db, id: number) => Row }>
> = {
  contact: { fields: contactFields, detail: contactDetail },
  company: { fields: companyFields, detail: companyDetail },
};

const planColumns: readonly Column[] = [
  { key: "field", header: "Field", type: "text" },
  { key: "kept", header: "Kept", type: "text" },
  { key: "other", header: "Other", type: "text" },
  { key: "from", header: "Of", type: "id" },
  { key: "result", header: "Result", type: "text" },
];

/** Makes one record of several: shows the plan, asks for the name of what stays, and merges. */
export async function merge(
  app: App,
  noun: Mergeable,
  { keep, drops, options }: { keep: string; drops: readonly string[]; options: MergeOptions },
): Promise<void> {
  const prefer = oneOf<Preference>("--prefer", options.prefer ?? "keep", preferences);
  const db = app.writer();
  const before = answerOf(db, app.entry());
  if (before !== undefined) {
    const done = JSON.parse(before) as Merged;
    return app.wrote("Merged before, with --idem " + app.options.idem, whole[noun].fields, done);
  }
  const kept = await pick(app, db, noun, keep);
  const dropped: number[] = [];
  for (const ref of drops) dropped.push((await pick(app, db, noun, ref)).id);
  const names = dropped.map((id) => "#" + id + " " + (describe(db, noun, id)?.name ?? ""));
  const what = "Merge " + names.join(", ") + " into #" + kept.id + " " + kept.name;
  const work = (within: Db, at: string): Merged => {
    const today = app.today();
    const plan = mergeRecords(within, { noun, keep: kept.id, drops: dropped, prefer, at, today });
    return { ...whole[noun].detail(within, kept.id), merged: dropped, plan };
  };
  const { plan } = tried(app, work);
  const apart = distinctFrom(db, noun, kept.id);
  for (const id of dropped.filter((one) => apart.has(one)))
    app.say("  it was said that #" + kept.id + " and #" + id + " are not the same");
  if (app.options.dryRun === true && formatOf(app) !== "json") {
    app.say(what + " (dry run: nothing was written)");
    return app.print(planColumns, plan.map(asRow));
  }
  for (const line of plan) app.say("  " + inWords(line));
  await confirmByName(app, { what, name: kept.name, given: options.confirm });
  backUpBeforeMany(app, "merge", dropped.length);
  await app.wrote(what.replace("Merge", "Merged"), whole[noun].fields, app.write(work));
}

type Merged = Row & { readonly plan: readonly PlanLine[] };

/** What the merge would do: done and taken back. */
function tried(app: App, work: (db: Db, at: string) => Merged): Merged {
  const { db, at, writing } = app.beginWrite();
  try {
    return work(db, at);
  } finally {
    writing.rollback();
  }
}

function asRow(line: PlanLine): Row {
  return { ...line };
}

/** One of what is counted: "1 phone", "1 company", "1 id from elsewhere". */
function single(many: string): string {
  return many
    .replace(/^(address|activit|compan)(es|ies)\b/, (_, stem: string) =>
      stem === "address" ? stem : stem + "y",
    )
    .replace(/^ids\b/, "id")
    .replace(/(?<!s)s$/, "");
}

function inWords({ field, kept, other, from, result }: PlanLine): string {
  if (result === "moved") return other + " " + (other === "1" ? single(field) : field) + " of #" + from;
  if (result === "added") return field + ": " + other + ", of #" + from;
  const stands = result === "replaced" ? other : kept;
  const goes = result === "replaced" ? kept : other;
  return field + ": " + stands + " stays, " + goes + " goes into the note";
}
