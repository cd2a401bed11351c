import type { App } from "../app.ts";
import type { Field } from "../field.ts";
import { abcClasses } from "../reports/abc/classes.ts";
import { others, segmentRanges } from "../reports/rfm/scores.ts";
import type { ReportScope } from "../reports/scope.ts";
import { type Computed, computedSql, keepComputed } from "../store/computed.ts";
import type { Db } from "../store/db.ts";

/** A field of contacts that a report works out, with the defaults of that report. */
interface ClassField extends Pick<Field, "key" | "header" | "type" | "aliases" | "words"> {
  readonly compute: (db: Db, scope: ReportScope) => Promise<Computed>;
}

/** Who bought as a company has no id of a contact. */
function ofContacts<Who extends { readonly noun: string }>(all: readonly Who[]): readonly Who[] {
  return all.filter(({ noun }) => noun === "contact");
}

async function churnRows(db: Db, scope: ReportScope) {
  const { churnReport } = await import("../reports/churn.ts");
  return ofContacts(churnReport(db, { ...scope, model: "mbg-nbd", unit: "weeks" }).rows);
}

async function rfmScored(db: Db, scope: ReportScope) {
  const { rfmScores } = await import("../reports/rfm.ts");
  const asked = { ...scope, frequency: "days", monetary: "sum", cutRule: "exact" } as const;
  return ofContacts(rfmScores(db, asked).scored);
}

function rfmSegments(): string[] {
  return [...segmentRanges.map(({ segment }) => segment), others];
}

const classes: readonly ClassField[] = [
  {
    ...{ key: "rfm", header: "RFM", type: "text", aliases: ["rfmSegment"], words: rfmSegments },
    compute: async (db, scope) => (await rfmScored(db, scope)).map((who) => [who.id, who.segment]),
  },
  {
    ...{ key: "rfmScore", header: "RFM score", type: "integer" },
    compute: async (db, scope) => {
      const { rfmScore } = await import("../reports/rfm/rows.ts");
      return (await rfmScored(db, scope)).map((who) => [who.id, rfmScore(who)]);
    },
  },
  {
    ...{ key: "abc", header: "ABC", type: "text", aliases: ["abcClass"], words: () => abcClasses },
    compute: async (db, scope) => {
      const { classified } = await import("../reports/abc.ts");
      const { standardLimits } = await import("../reports/abc/classes.ts");
      const asked = { ...scope, measure: "revenue", limits: standardLimits, ties: "same" } as const;
      return ofContacts(classified(db, asked)).map((who) => [who.id, who.class]);
    },
  },
  {
    ...{ key: "pAlive", header: "P(alive)", type: "number" },
    compute: async (db, scope) => (await churnRows(db, scope)).map((row) => [row.id, row.pAlive]),
  },
  {
    ...{ key: "purchaseGaps", header: "Gaps since", type: "number", aliases: ["gaps"] },
    compute: async (db, scope) => (await churnRows(db, scope)).map((row) => [row.id, row.gaps]),
  },
  {
    ...{ key: "atRisk", header: "At risk", type: "money" },
    compute: async (db, scope) => (await churnRows(db, scope)).map((row) => [row.id, row.atRiskMinor]),
  },
  {
    ...{ key: "clv", header: "Lifetime value", type: "money", aliases: ["lifetimeValue"] },
    compute: async (db, scope) => {
      const { clvReport } = await import("../reports/clv.ts");
      const asked = { ...scope, model: "mbg-nbd", unit: "weeks", discount: 0.1 } as const;
      const rows: readonly { noun: string; id: number; clvMinor: number | null }[] = clvReport(
        db,
        asked,
      ).rows;
      return ofContacts(rows).map((row) => [row.id, row.clvMinor]);
    },
  },
  {
    ...{ key: "nextPurchaseDate", header: "Next purchase", type: "date", aliases: ["nextPurchase"] },
    compute: async (db, scope) => {
      const { nextReport } = await import("../reports/next.ts");
      return ofContacts(nextReport(db, scope).rows).map((row) => [row.id, row.expectedDate]);
    },
  },
];

const made = new WeakMap<Db, readonly Field[]>();

/** Classes, risk and value of customers as fields of contacts: worked out when a filter, a column or a sort names one. */
export function classFields(app: App, db: Db): readonly Field[] {
  const fields = made.get(db) ?? classes.map((field) => fieldOf(app, db, field));
  made.set(db, fields);
  return fields;
}

function fieldOf(app: App, db: Db, { compute, ...field }: ClassField): Field {
  let isDone = false;
  return {
    ...field,
    detail: true,
    sql: computedSql(field.key),
    prepare: async () => {
      if (isDone) return;
      isDone = true;
      const scope = { asOf: app.today(), zone: app.zoneName(), currency: app.currency() };
      keepComputed(db, field.key, await compute(db, scope));
    },
  };
}
