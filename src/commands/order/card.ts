import { clean } from "../../output/clean.ts";
import { formatMoney, type Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { OrderDetail, SoldLine } from "../../store/order.ts";
import { besidesLines } from "../besides.ts";
import { type CardLine, cardLines, knownLines } from "../card-lines.ts";

/** One purchase for a person at a terminal, its lines at the end. */
export function orderCard(order: OrderDetail, look: Look): string {
  const style = look.style ?? plainStyle;
  const money = (minor: number) => formatMoney(minor, order.currency, look.locale);
  const number = order.number === null ? "" : " " + clean(order.number);
  const head = style.bold("Order" + number) + "  " + style.dim("#" + order.id);
  const lines = order.lines.map((line) => "  " + lineText(line, money));
  const end = lines.length === 0 ? [] : ["", "Lines", ...lines];
  return (
    [head, ...cardLines([...about(order, money), ...besidesLines(order)], look), ...end].join("\n") + "\n"
  );
}

function about(order: OrderDetail, money: (minor: number) => string): CardLine[] {
  const { amountMinor, refundedMinor, quantity, dealId, source, note } = order;
  const who = [order.contact, order.company].filter((name) => name !== null).join(", ");
  const net = refundedMinor === 0 ? "" : ", " + money(refundedMinor) + " refunded";
  const left = refundedMinor === 0 ? "" : ", " + money(amountMinor - refundedMinor) + " left";
  const custom = Object.entries(order.fields).map(([name, value]) => name + ": " + value);
  return [
    ["With", who],
    ["Date", order.orderDate],
    ["Amount", money(amountMinor) + net + left],
    ...knownLines([
      ["Quantity", quantity],
      ["Deal", dealId],
      ["Source", source],
      ["Fields", custom.length === 0 ? null : custom.join(" · ")],
      ["Note", note],
    ]),
  ];
}

function lineText(line: SoldLine, money: (minor: number) => string): string {
  const name = line.productName === null ? "" : " " + clean(line.productName);
  const text = line.quantity + " x " + clean(line.product) + name;
  if (line.unitMinor === null) return text;
  return (
    text + " at " + money(line.unitMinor) + (line.amountMinor === null ? "" : ": " + money(line.amountMinor))
  );
}
