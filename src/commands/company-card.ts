import type { Column } from "../field.ts";
import { clean } from "../output/clean.ts";
import { formatCell, formatMoney, type Look } from "../output/format.ts";
import { plainStyle } from "../output/style.ts";
import type { Agreement } from "../store/agreement.ts";
import { type CompanyDetail, companyFields } from "../store/company.ts";
import { agreedLines } from "./agreement/text.ts";
import { besidesLines, waitingLines } from "./besides.ts";
import { type CardLine, cardLines } from "./card-lines.ts";
import { spentText } from "./spent-text.ts";

/** One company for a person at a terminal, with its people and open deals. */
export function companyCard(
  company: CompanyDetail & { readonly agreements: readonly Agreement[] },
  { look, today }: { look: Look; today: string },
): string {
  const style = look.style ?? plainStyle;
  const about = [
    ...shown(company, look, aboutKeys),
    ...waitingLines(company, { look, today }),
    ...places(company),
    ...people(company),
    ...deals(company, look),
    ...agreedLines(company.agreements, look),
    ...besidesLines(company),
  ];
  const head = style.bold(clean(company.name)) + "  " + style.dim("#" + company.id);
  return [head, ...cardLines(about, look)].join("\n") + "\n";
}

const aboutKeys = [
  "industry",
  "employees",
  "domain",
  "website",
  "phone",
  "email",
  "tags",
  "owner",
  "spentMinor",
  "note",
];

function shown(company: CompanyDetail, look: Look, keys: readonly string[]): CardLine[] {
  return companyFields
    .filter((field) => keys.includes(field.key))
    .map((field) => [field.header, cellOf(field, company, look)] as const)
    .filter(([, text]) => text !== "");
}

function cellOf(field: Column, company: CompanyDetail, look: Look): string {
  const spent = field.key === "spentMinor" ? spentText(company.spentIn, look) : "";
  return spent === "" ? formatCell(field, company, look) : spent;
}

function places({ street, postalCode, city, region, country }: CompanyDetail): CardLine[] {
  const place = [postalCode, city].filter(Boolean).join(" ");
  const parts = [street, place, region, country].filter((part) => part !== null && part !== "");
  return parts.length === 0 ? [] : [["Address", parts.join(", ")]];
}

function people(company: CompanyDetail): CardLine[] {
  return company.people.map((person, index) => {
    const role = person.role === null ? "" : ", " + person.role;
    const left = person.hasLeft === 1 ? " (left)" : "";
    return [index === 0 ? "People" : "", "#" + person.id + " " + (person.name ?? "no name") + role + left];
  });
}

function deals(company: CompanyDetail, look: Look): CardLine[] {
  return company.deals.map((deal, index) => {
    const amount =
      deal.amountMinor === null ? "" : ", " + formatMoney(deal.amountMinor, deal.currency, look.locale);
    return [index === 0 ? "Open deals" : "", "#" + deal.id + " " + deal.title + amount + ", " + deal.stage];
  });
}
