import type { ImportedCompany } from "../store/import/companies.ts";
import { parseEmail } from "../values/email.ts";
import { companyKey } from "../values/name.ts";
import { phoneKey } from "../values/phone.ts";
import {
  BadCell,
  BadRow,
  type Col,
  cellOf,
  columnsOf,
  inCell,
  lineOf,
  listOf,
  numberOf,
  quote,
  type Table,
  textOf,
} from "./columns.ts";
import { extraReader, type ReaderOptions } from "./contacts.ts";
import type { Reader } from "./drafts.ts";
import type { FieldOf, HeaderMap } from "./headers.ts";

type Field = FieldOf<"companies">;

export function companyReader(
  table: Table,
  map: HeaderMap<Field>,
  options: Pick<ReaderOptions, "extras">,
): Reader<ImportedCompany> {
  const columns = columnsOf(table.header, map);
  const line = (field: Field) => {
    const col = columns.first(field);
    return (cells: readonly string[]) => lineOf(cells, col);
  };
  const [externalId, name, domain, website] = [
    line("externalId"),
    line("name"),
    line("domain"),
    line("website"),
  ];
  const [industry, phone, postalCode, city] = [
    line("industry"),
    line("phone"),
    line("postalCode"),
    line("city"),
  ];
  const [region, country, owner] = [line("region"), line("country"), line("owner")];
  const [employees, email, note] = [
    columns.first("employees"),
    columns.first("email"),
    columns.first("note"),
  ];
  const extras = extraReader(options.extras ?? []);
  const [streets, tags] = [columns.all("street"), columns.all("tags")];
  const read = (cells: readonly string[]): ImportedCompany => {
    const called = name(cells);
    if (called === null) throw new BadRow("there is no name");
    const number = phone(cells);
    const row = {
      name: called,
      nameKey: companyKey(called),
      domain: domainOf(domain(cells) ?? website(cells)),
      website: website(cells),
      industry: industry(cells),
      employees: employeesIn(cells, employees),
      phone: number,
      phoneKey: number === null ? null : phoneKey(number) || null,
      email: emailIn(cells, email),
      street: streets.flatMap((col) => lineOf(cells, col) ?? []).join(", ") || null,
      postalCode: postalCode(cells),
      city: city(cells),
      region: region(cells),
      country: country(cells),
      owner: owner(cells),
      note: textOf(cells, note),
    };
    return {
      externalId: externalId(cells),
      row,
      tags: tags.flatMap((col) => listOf(cells, col)),
      extras: extras(cells),
    };
  };
  return { read, dates: [] };
}

/** "https://www.Acme.example/about" is acme.example; null when there is no domain in it. */
function domainOf(text: string | null): string | null {
  const found = /^(?:https?:\/\/)?(?:www\.)?([^\s/:?#@]+\.[^\s/:?#@.]{2,})(?:[/:?#].*)?$/i.exec(text ?? "");
  return found?.[1]?.toLowerCase() ?? null;
}

/** "51-200" counts as 51. */
function employeesIn(cells: readonly string[], col: Col | undefined): number | null {
  const text = cellOf(cells, col);
  if (text === "" || col === undefined) return null;
  const plain = text.replace(/^(\d{1,3})(?:[.,' ]\d{3})+$/, (all) => all.replace(/\D/g, ""));
  const count = numberOf(plain) ?? numberOf(/^(\d+)(?:\s*[-–]\s*\d+|\+)$/.exec(plain)?.[1] ?? "");
  if (count !== undefined && count >= 0) return Math.round(count);
  throw new BadCell(col, text, quote(text) + " is no number of people", "is no number of people");
}

function emailIn(cells: readonly string[], col: Col | undefined): string | null {
  const text = cellOf(cells, col);
  return text === "" || col === undefined ? null : inCell(col, text, () => parseEmail(text));
}
