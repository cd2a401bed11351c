import { describe, expect, it } from "vitest";
import { channelReport } from "../../src/reports/channels.ts";
import type { ReportScope } from "../../src/reports/scope.ts";
import type { Db } from "../../src/store/db.ts";
import { addPerson, berlin, freshDb } from "./orders.ts";

const scope: ReportScope = { ...berlin, asOf: "2026-06-30" };

interface Happened {
  readonly at?: string;
  readonly outcome?: string;
  readonly inbound?: boolean;
}

function log(
  db: Db,
  contactId: number,
  kind: string,
  { at = "2026-06-30T10:00:00Z", outcome, inbound }: Happened = {},
) {
  const sql =
    "INSERT INTO activity (kind, direction, happened_at, outcome, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";
  db.run(sql, [kind, inbound === true ? "in" : "out", at, outcome ?? null, at, at]);
  db.run("INSERT INTO activity_contact (activity_id, contact_id) SELECT max(id), ? FROM activity", [
    contactId,
  ]);
}

function book(contacts: number): Db {
  const db = freshDb();
  for (let id = 1; id <= contacts; id++) addPerson(db, id);
  return db;
}

/** "id channel responses/attempts reason", the preferred one with a star. */
function shown(db: Db, asked: ReportScope = scope): string[] {
  return channelReport(db, asked).rows.map(
    (row) =>
      `${row.preferred ? "*" : ""}${row.id} ${row.channel} ${row.responses}/${row.attempts} ${row.reason}`,
  );
}

describe("the channel preference", () => {
  it("is the channel with the best score of those tried three times", () => {
    const db = book(1);
    for (const outcome of ["interested", "interested", "no answer"]) log(db, 1, "call", { outcome });
    for (let i = 0; i < 4; i++) log(db, 1, "email");
    log(db, 1, "email", { outcome: "replied" });
    log(db, 1, "visit", { outcome: "sold" });
    log(db, 1, "note");
    expect(shown(db)).toEqual([
      "*1 call 2/3 2 of 3 answered",
      "1 visit 1/1 1 of 1 answered, too few to tell",
      "1 email 1/5 1 of 5 answered",
    ]);
    // All: 4 of 9. Call: (2 + 5 * 4/9) / (3 + 5); visit: (1 + 20/9) / 6; email: (1 + 20/9) / 10.
    const { rows, overallRate } = channelReport(db, scope);
    expect(overallRate).toBeCloseTo(4 / 9, 12);
    expect(rows.map((row) => row.score?.toFixed(6))).toEqual(["0.527778", "0.537037", "0.322222"]);
  });

  it("is what the contact asked for, tried or not", () => {
    const db = book(2);
    db.run("UPDATE contact SET preferred_channel = 'letter'");
    for (let i = 0; i < 3; i++) log(db, 1, "call", { outcome: "interested" });
    expect(shown(db)).toEqual([
      "*1 letter 0/0 as asked",
      "1 call 3/3 3 of 3 answered",
      "*2 letter 0/0 as asked",
    ]);
    expect(channelReport(db, scope)).toMatchObject({
      n: 2,
      total: { contacts: 2, withPreference: 2, preferred: { letter: 2 } },
    });
  });

  it("is never one that the contact has refused, as long as it has", () => {
    const db = book(2);
    for (let i = 0; i < 3; i++) {
      log(db, 1, "email", { inbound: true });
      log(db, 1, "call", { outcome: i === 0 ? "reached" : "no answer" });
    }
    db.run("UPDATE contact SET preferred_channel = 'chat' WHERE id = 2");
    const said = (id: number, channel: string, state: string, at: string) =>
      db.run(
        "INSERT INTO consent (contact_id, channel, purpose, state, stated_at, created_at) VALUES (?, ?, 'marketing', ?, ?, ?)",
        [id, channel, state, at, at],
      );
    said(1, "email", "given", "2026-01-01T00:00:00Z");
    said(1, "email", "withdrawn", "2026-06-29T10:00:00Z");
    said(2, "any", "withdrawn", "2026-06-29T10:00:00Z");
    expect(shown(db)).toEqual(["*1 call 1/3 1 of 3 answered", "1 email 3/3 refused", "2 chat 0/0 refused"]);
    said(1, "any", "given", "2026-06-30T10:00:00Z");
    expect(shown(db)[0]).toBe("*1 email 3/3 3 of 3 answered");
    expect(shown(db, { ...scope, asOf: "2026-06-28" })[0]).toBe("*2 chat 0/0 as asked");
  });

  it("counts what the contact began as an attempt that was answered, and its share", () => {
    const db = book(1);
    for (let i = 0; i < 3; i++) log(db, 1, "email", { inbound: true });
    log(db, 1, "call", { inbound: true });
    const { rows } = channelReport(db, scope);
    expect(rows.map((row) => [row.channel, row.preferred, row.rate, row.inboundShare])).toEqual([
      ["email", true, 1, 0.75],
      ["call", false, 1, 0.25],
    ]);
  });

  it("lets an answer of half a year ago weigh half", () => {
    const db = book(1);
    for (let i = 0; i < 3; i++) log(db, 1, "call", { at: "2026-01-01T10:00:00Z", outcome: "interested" });
    for (let i = 0; i < 3; i++) log(db, 1, "email", { outcome: i === 0 ? "no answer" : "replied" });
    // 180 days: calls weigh 1.5 of 1.5, mails 2 of 3; the overall rate is 5/6: (1.5 + 25/6) / 6.5 and (2 + 25/6) / 8.
    expect(channelReport(db, scope).rows.map((row) => [row.channel, row.score?.toFixed(6)])).toEqual([
      ["call", "0.871795"],
      ["email", "0.770833"],
    ]);
  });

  it("goes to the more recent response on a tie", () => {
    const db = book(1);
    for (const at of ["2026-06-30T08:00:00Z", "2026-06-30T09:00:00Z", "2026-06-30T10:00:00Z"]) {
      log(db, 1, "call", { at, outcome: "x" });
      log(db, 1, "chat", { at: at.replace("0:00Z", "1:00Z"), outcome: "x" });
    }
    expect(shown(db)[0]).toBe("*1 chat 3/3 3 of 3 answered");
  });

  it("needs three attempts and a response, up to the end of the local day", () => {
    const db = book(1);
    log(db, 1, "call", { at: "2026-06-30T21:59:59Z", outcome: "x" });
    log(db, 1, "call", { at: "2026-06-30T22:00:00Z", outcome: "x" });
    for (let i = 0; i < 4; i++) log(db, 1, "email", { outcome: "No answer" });
    expect(shown(db)).toEqual(["1 call 1/1 1 of 1 answered, too few to tell", "1 email 0/4 0 of 4 answered"]);
    expect(channelReport(db, { ...scope, asOf: "2026-07-01" }).rows[0]).toMatchObject({
      ...{ attempts: 2, lastResponseDate: "2026-07-01" },
    });
    expect(shown(db, { ...scope, asOf: "2026-07-31", from: "2026-07-01" })).toEqual([
      "1 call 1/1 1 of 1 answered, too few to tell",
    ]);
  });

  it("looks at the contacts that fit, and has no rows where nothing is known", () => {
    const db = book(2);
    for (const id of [1, 2]) for (let i = 0; i < 3; i++) log(db, id, "call", { outcome: "x" });
    const where = { sql: "contact.id = ?", params: [2] };
    expect(shown(db, { ...scope, where })).toEqual(["*2 call 3/3 3 of 3 answered"]);
    expect(channelReport(book(1), scope)).toMatchObject({ n: 0, rows: [], overallRate: null });
  });
});
