import { clean } from "../../output/clean.ts";
import { formatMoney, type Look } from "../../output/format.ts";
import { plainStyle } from "../../output/style.ts";
import type { ProductDetail } from "../../store/product.ts";
import { type CardLine, cardLines, knownLines } from "../card-lines.ts";
import { customLines } from "../options/custom.ts";
import { rateText } from "../options/rate.ts";

/** One product for a person at a terminal. */
export function productCard(product: ProductDetail, look: Look): string {
  const style = look.style ?? plainStyle;
  const sku = product.sku === null ? "" : clean(product.sku) + "  ";
  const head = style.bold(sku + clean(product.name)) + "  " + style.dim("#" + product.id);
  return [head, ...cardLines(about(product, look), look)].join("\n") + "\n";
}

function about(product: ProductDetail, look: Look): CardLine[] {
  const { priceMinor, costMinor, currency, unit, recurring, tax } = product;
  const money = (minor: number) => formatMoney(minor, currency, look.locale);
  const per = (unit === null ? "" : " per " + unit) + (recurring === null ? "" : ", every " + recurring);
  const rate = tax === null ? "" : ", and " + rateText(Math.round(tax * 10_000)) + " tax";
  const lines = knownLines([
    ["Price", priceMinor === null ? null : money(priceMinor) + per + rate],
    ["Cost", costMinor === null ? null : money(costMinor) + marginText(product)],
    ["Goes with", product.goesWith.join(", ") || null],
    ["Upgrade of", product.upgradeOf.join(", ") || null],
    ["Upgrades", product.upgrades.join(", ") || null],
    ["Sold", product.isActive === 1 ? null : "no longer"],
    ["Note", product.note],
  ]);
  return [...lines, ...customLines(product.fields)];
}

/** The margin as a share of the price; nothing without one. */
function marginText({ priceMinor, costMinor }: ProductDetail): string {
  if (priceMinor === null || costMinor === null || priceMinor === 0) return "";
  return ", margin " + Math.round(((priceMinor - costMinor) / priceMinor) * 100) + " %";
}
