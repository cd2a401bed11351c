import type { Look } from "../../output/format.ts";
import type { AbcCustomers, AbcReport } from "../../reports/abc.ts";
import type { ChannelReport } from "../../reports/channels.ts";
import type { ChurnReport } from "../../reports/churn.ts";
import type { ClvReport } from "../../reports/clv.ts";
import type { CohortReport } from "../../reports/cohorts.ts";
import type { NextReport } from "../../reports/next.ts";
import type { ProductClassReport, ProductReport } from "../../reports/product-abc.ts";
import type { RetentionReport } from "../../reports/retention.ts";
import type { RfmCustomers, RfmReport } from "../../reports/rfm.ts";
import type { SegmentReport } from "../../reports/segments.ts";
import type { SurvivalReport } from "../../reports/survival.ts";
import { counted } from "./figures.ts";
import type { Page, Pages } from "./pages.ts";
import { barsOf, countText, heatOf, linesOf, moneyText, percentText } from "./pictures.ts";

type Abc = AbcReport | AbcCustomers | ProductClassReport | ProductReport;

interface CustomerReports {
  segments: SegmentReport;
  rfm: RfmReport | RfmCustomers;
  abc: Abc;
  retention: RetentionReport;
  cohorts: CohortReport;
  clv: ClvReport;
  churn: ChurnReport;
  survival: SurvivalReport;
  next: NextReport;
  channels: ChannelReport;
}

/** The pages of reports about customers. */
export const customerPages: Pages<CustomerReports> = {
  segments: (report, look) => ({
    title: "Contacts by " + report.by.join(" and "),
    counted: "contacts",
    pictures: [
      ...barsOf(report.rows, { title: "Contacts", label: report.by, value: "count", text: countText }),
      ...barsOf(report.rows, {
        title: "Revenue",
        label: report.by,
        value: "revenueMinor",
        text: moneyText(report.currency, look),
      }),
    ],
  }),
  rfm: (report, look) => ({
    title: "RFM: how recently, how often, for how much",
    counted: "customers",
    pictures:
      "segment" in (report.rows[0] ?? {}) && !("customer" in (report.rows[0] ?? {}))
        ? barsOf(report.rows, {
            title: "Customers by segment",
            label: "segment",
            value: "customers",
            text: countText,
            note: (row) => moneyText(report.currency, look)(Number(row.revenueMinor ?? 0)),
          })
        : [],
  }),
  abc: abcPage,
  retention: (report) => ({
    title: "Retention by " + report.by,
    counted: "customers",
    pictures: [
      ...linesOf(report.rows, {
        title: "Who stayed, and what they bought, as a share of the period before",
        point: "period",
        text: percentText,
        lines: {
          retention: "customers",
          grossRevenueRetention: "revenue, gross",
          netRevenueRetention: "revenue, net",
        },
      }),
      ...linesOf(report.rows, {
        title: "Customers",
        point: "period",
        text: countText,
        lines: { endN: "active", newN: "new", reactivatedN: "came back", lostN: "lost" },
      }),
    ],
  }),
  cohorts: cohortPage,
  clv: (report, look) => ({
    title: "Customer lifetime value: " + report.level,
    counted: "customers",
    pictures: barsOf(report.rows, {
      title: "Lifetime value",
      label: "customer",
      value: "clvMinor",
      text: moneyText(report.currency, look),
    }),
  }),
  churn: (report, look) => ({
    title: "Churn risk",
    counted: "customers",
    pictures: barsOf(report.rows, {
      title: "Value at risk in a year",
      label: "customer",
      value: "atRiskMinor",
      text: moneyText(report.currency, look),
      note: (row) => (row.pAlive === null ? "" : "P(alive) " + percentText(Number(row.pAlive))),
    }),
  }),
  survival: (report) => ({
    title: report.of === "second" ? "Time to the second purchase" : "How long customers stay",
    counted: "customers",
    pictures: linesOf(report.rows, {
      title: "Share to whom it has not happened, by days, with the 95 % interval",
      point: "time",
      isScaled: true,
      isStep: true,
      text: percentText,
      lines: { survival: "estimate", low: "low", high: "high" },
    }),
  }),
  next: (report) => ({
    title: "Next purchase",
    counted: "customers",
    pictures: barsOf(
      Object.entries(report.total)
        .filter(([status]) => status !== "customers")
        .map(([status, customers]) => ({ status, customers })),
      { title: "Customers", label: "status", value: "customers", text: countText },
    ),
  }),
  channels: (report) => ({
    title: "Preferred channels",
    counted: "contacts",
    pictures: barsOf(
      Object.entries(report.total.preferred).map(([channel, contacts]) => ({ channel, contacts })),
      { title: "Contacts by the channel they prefer", label: "channel", value: "contacts", text: countText },
    ),
  }),
};

/** Of customers or of products, by class or one by one. */
function abcPage(report: Abc, look: Look): Page {
  const item = "of" in report ? "product" : "customer";
  const label = "rank" in (report.rows[0] ?? {}) ? item : "class";
  return {
    title: "of" in report ? "ABC of products" : "ABC by " + report.measure,
    counted: item + "s",
    pictures: barsOf(report.rows, {
      ...{ title: "Value by " + label, label, value: "valueMinor", text: moneyText(report.currency, look) },
      note: (row) => (label === "class" ? counted(Number(row[item + "s"]), item) : "class " + row.class),
    }),
  };
}

function cohortPage(report: CohortReport): Page {
  const columns = report.average.map((_, k) => String(k)).slice(1);
  const cells = (rates: readonly (number | null)[], status?: CohortReport["rows"][number]["status"]) =>
    rates.slice(1).map((value, i) => ({ value, isPartial: status?.[i + 1] === "partial" }));
  const rows = report.rows.map(({ cohort, size, rates, status }) => ({
    label: cohort,
    size: String(size),
    cells: cells(rates, status),
  }));
  return {
    title: "Retention by " + report.by + " of first purchase",
    counted: "customers",
    hidesTable: true,
    pictures: [
      ...heatOf({
        title: "Share that bought again so many " + report.by + "s later (* still running)",
        text: (value) => (value === null ? "" : Math.round(value * 100) + " %"),
        columns,
        rows:
          rows.length === 0 ? [] : [...rows, { label: "average", size: "", cells: cells(report.average) }],
      }),
      ...linesOf(
        report.average.slice(1).map((rate, i) => ({ period: i + 1, rate })),
        { title: "Average", point: "period", text: percentText, lines: { rate: "average" } },
      ),
    ],
  };
}
