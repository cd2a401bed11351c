import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import type { Column, Row } from "../field.ts";
import { type DistinctPair, distinctPairs, forgetApart, tellApart } from "../store/distinct.ts";
import type { Mergeable } from "../store/merge/references.ts";
import { type Candidate, describe, describeCandidate } from "../store/reference.ts";
import { pick } from "./pick.ts";

const columns: readonly Column[] = [
  { key: "id", header: "Id", type: "id" },
  { key: "name", header: "Name", type: "text" },
  { key: "detail", header: "Of", type: "text", detail: true },
  { key: "otherId", header: "Id", type: "id" },
  { key: "otherName", header: "Name", type: "text" },
  { key: "otherDetail", header: "Of", type: "text", detail: true },
];

interface Asked {
  readonly refs: readonly string[];
  readonly options: { readonly remove?: boolean };
}

/** Tells each of what was named apart from each other one; with --remove takes that back. */
export async function tellRecordsApart(app: App, of: Mergeable, { refs, options }: Asked): Promise<void> {
  const db = app.writer();
  const named = new Map<number, Candidate>();
  for (const ref of refs) {
    const found = await pick(app, db, of, ref);
    named.set(found.id, found);
  }
  const all = [...named.values()].sort((one, other) => one.id - other.id);
  const [first, second] = all;
  if (first === undefined || second === undefined) {
    throw new UserError("usage", "that is one " + of + " only: " + (first?.name ?? ""), "name two or more");
  }
  const change = options.remove === true ? forgetApart : tellApart;
  const changed = app.write((within) => pairsAmong(all).filter((pair) => change(within, of, pair)).length);
  const rows = pairsAmong(all).map(({ a, b }) => rowOf(named.get(a), named.get(b)));
  await app.wrote(saidOf(all, { changed, isRemoval: options.remove === true }), columns, rows);
}

function pairsAmong(all: readonly Candidate[]): DistinctPair[] {
  return all.flatMap(({ id: a }, at) => all.slice(at + 1).map(({ id: b }) => ({ a, b })));
}

function rowOf(one: Candidate | undefined, other: Candidate | undefined): Row {
  return {
    id: one?.id ?? null,
    name: one?.name ?? "",
    detail: one?.detail ?? null,
    otherId: other?.id ?? null,
    otherName: other?.name ?? "",
    otherDetail: other?.detail ?? null,
  };
}

function saidOf(
  all: readonly Candidate[],
  { changed, isRemoval }: { changed: number; isRemoval: boolean },
): string {
  const names = all.map(describeCandidate);
  const who = names.slice(0, -1).join(", ") + " and " + names.at(-1);
  const already =
    changed === 0 ? (isRemoval ? " were not told apart" : " were told apart before") : undefined;
  return who + (already ?? (isRemoval ? " can be shown as duplicates again" : " are not the same"));
}

/** Prints the pairs that were told apart. */
export async function listDistinct(app: App, of: Mergeable): Promise<void> {
  const db = app.read();
  const rows = distinctPairs(db, of).map(({ a, b }) => rowOf(describe(db, of, a), describe(db, of, b)));
  await app.print(columns, rows);
}
