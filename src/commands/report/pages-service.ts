import type { PaymentReport } from "../../reports/payments.ts";
import type { ReferralReport } from "../../reports/referrals.ts";
import type { TicketReport } from "../../reports/tickets.ts";
import type { Pages } from "./pages.ts";
import { invoicesLeftOut } from "./payments-view.ts";
import { barsOf, countText, moneyText } from "./pictures.ts";

interface ServiceReports {
  tickets: TicketReport;
  payments: PaymentReport;
  referrals: ReferralReport;
}

/** The pages of reports about what was asked and what was paid. */
export const servicePages: Pages<ServiceReports> = {
  tickets: (report) => ({
    title: "Tickets by " + report.by,
    counted: "tickets",
    pictures: barsOf(report.rows, {
      title: "Tickets",
      label: report.by,
      value: "tickets",
      text: countText,
      note: (row) => row.complaints + " complaints, " + row.late + " late",
    }),
  }),
  referrals: (report, look) => ({
    title: "Referrals",
    counted: "referred",
    pictures: barsOf(report.rows, {
      title: "What the referred bought",
      label: "customer",
      value: "revenueMinor",
      text: moneyText(report.currency, look),
      note: (row) => row.bought + " of " + row.referred + " bought",
    }),
  }),
  payments: (report, look) => ({
    title: "Payments by customer",
    counted: "invoices",
    notes: invoicesLeftOut(report),
    pictures: barsOf(report.rows, {
      title: "Still to be paid",
      label: "customer",
      value: "openMinor",
      text: moneyText(report.currency, look),
      note: (row) => (row.longestDaysLate === null ? "" : row.longestDaysLate + " days late"),
    }),
  }),
};
