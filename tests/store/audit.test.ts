import { describe, expect, it } from "vitest";
import type { Db } from "../../src/store/db.ts";
import { columnsOf, rowAsJson } from "../../src/store/journal/triggers.ts";
import { journaled } from "../../src/store/tables.ts";
import { setupCrm } from "../support/crm.ts";

/** A generator of numbers from 0 to 1 that gives the same ones every time (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Commands of every kind, most of which succeed; what fails writes nothing. */
function randomCommand(next: () => number): string[] {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)]!;
  const id = String(1 + Math.floor(next() * 40));
  const word = pick(["Jane", "Tom", "Ida", "Max", "Zoë", "李"]) + Math.floor(next() * 30);
  return pick([
    ["contact", "add", word, "--email", `${word}@x.example`, "--tag", pick(["vip", "west", "old"])],
    [
      "contact",
      "add",
      word,
      "--phone",
      `+49 30 ${1000000 + Math.floor(next() * 100)}`,
      "--company",
      pick(["Acme", "Nord"]),
    ],
    ["contact", "edit", id, "--city", pick(["Berlin", "Hamburg", ""]), "--note", word],
    ["contact", "delete", id, "--yes"],
    ["contact", "merge", id, String(1 + Math.floor(next() * 40)), "--yes"],
    ["company", "edit", pick(["acme", "nord"]), "--city", word],
    ["deal", "add", word, "--contact", id, "--amount", "100"],
    ["deal", "move", id, pick(["lead", "qualified", "proposal"])],
    ["deal", "win", id],
    ["deal", "lose", id, "--reason", "price"],
    ["order", "add", id, "--amount", String(Math.floor(next() * 1000))],
    ["log", pick(["call", "email", "meeting"]), id, word],
    ["followup", "add", word, "--for", id, "--due", "tomorrow"],
    ["followup", "done", id],
    ["consent", pick(["give", "withdraw"]), id, "--channel", "email"],
    ["config", "set", "country", pick(["DE", "AT"])],
    ["undo"],
    ["redo"],
  ] as const).slice();
}

type State = Map<string, string>;

/** Every row of every watched table, by table and key. */
function stateOf(db: Db): State {
  return new Map(
    Object.keys(journaled).flatMap((table) => {
      const columns = columnsOf(db, table);
      const rows = db.all<{ row: string }>(`SELECT ${rowAsJson(columns, table)} AS row FROM ${table}`);
      return rows.map(({ row }) => [keyOf(db, table, row), row] as const);
    }),
  );
}

function keyOf(db: Db, table: string, row: string): string {
  const values = JSON.parse(row) as Record<string, unknown>;
  const keys = columnsOf(db, table).filter(({ pk }) => pk > 0);
  return JSON.stringify([table, ...keys.map(({ name }) => values[name])]);
}

describe("the journal", () => {
  it("holds all that happened: replayed from the beginning it gives the present state", async () => {
    const crm = setupCrm();
    const state = stateOf(crm.db);
    const next = numbers(20261121);
    let done = 0;
    for (let n = 0; n < 1100; n++) if ((await crm(...randomCommand(next))).code === 0) done++;
    const changes = crm.db.all<{ table: string; before: string | null; after: string | null }>(
      'SELECT table_name AS "table", before, after FROM journal_change ORDER BY id',
    );
    for (const { table, before, after } of changes) {
      if (before !== null) state.delete(keyOf(crm.db, table, before));
      if (after !== null) state.set(keyOf(crm.db, table, after), after);
    }
    expect(done).toBeGreaterThan(500);
    expect([...state].sort()).toEqual([...stateOf(crm.db)].sort());
  }, 120_000);
});
