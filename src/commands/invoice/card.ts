import { clean } from "../../output/clean.ts";
import { formatMoney, type Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { InvoiceDetail } from "../../store/invoice.ts";
import { type CardLine, cardLines, knownLines } from "../card-lines.ts";
import { customLines } from "../options/custom.ts";

/** One invoice for a person at a terminal, its payments at the end. */
export function invoiceCard(invoice: InvoiceDetail, look: Look): string {
  const style = look.style ?? plainStyle;
  const money = (minor: number) => formatMoney(minor, invoice.currency, look.locale);
  const head = style.bold("Invoice " + clean(invoice.number)) + "  " + style.dim("#" + invoice.id);
  const payments = invoice.payments.map(
    ({ id, paidDate, amountMinor, note }) =>
      "  #" + id + "  " + paidDate + "  " + money(amountMinor) + (note === null ? "" : "  " + clean(note)),
  );
  const end = payments.length === 0 ? [] : ["", "Payments", ...payments];
  return [head, ...cardLines(about(invoice, money), look), ...end].join("\n") + "\n";
}

function about(invoice: InvoiceDetail, money: (minor: number) => string): CardLine[] {
  const { order, note } = invoice;
  return [
    ["From", [invoice.contact, invoice.company].filter((name) => name !== null).join(", ")],
    ["Issued", invoice.issuedDate + ", due " + invoice.dueDate],
    [
      "Amount",
      money(invoice.amountMinor) + (invoice.paidMinor === 0 ? "" : ", " + money(invoice.paidMinor) + " paid"),
    ],
    ["State", stateText(invoice, money)],
    ...knownLines([
      ["Order", order],
      ["Note", note],
    ]),
    ...customLines(invoice.fields),
  ];
}

function stateText({ status, openMinor, daysLate }: InvoiceDetail, money: (minor: number) => string): string {
  const late = daysLate === 0 ? "" : ", " + daysLate + (daysLate === 1 ? " day late" : " days late");
  if (status === "overpaid") return money(Math.abs(openMinor)) + " paid too much" + late;
  if (status === "paid") return "paid" + (late === "" ? " in time" : late);
  return money(openMinor) + (status === "credit" ? " to be paid back" : " open") + late;
}
