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
import { ownIn, ownNumber } from "./own-people.ts";

type Field = FieldOf<"companies">;

export function companyReader(
  table: Table,
  map: HeaderMap<Field>,
  options: Pick<ReaderOptions, "extras">,
): Reader<ImportedCompany> {
  const columns = columnsOf(table, map);
  const { first } = columns;
  const extras = extraReader(options.extras ?? []);
  const [streets, tags] = [columns.all("street"), columns.all("tags")];
  const read = (cells: readonly string[]): ImportedCompany => {
    const line = (field: Field) => lineOf(cells, first(field));
    const [name, phone, website] = [line("name"), line("phone"), line("website")];
    if (name === null) throw new BadRow("there is no name");
    const own = ownIn(cells, first("name"));
    const row = {
      name,
      nameKey: companyKey(name),
      domain: domainOf(line("domain") ?? (own === undefined ? website : null)),
      website,
      industry: line("industry"),
      employees: employeesIn(cells, first("employees")),
      phone,
      phoneKey: phone === null ? null : phoneKey(phone) || null,
      email: emailIn(cells, first("email")),
      street: streets.flatMap((col) => lineOf(cells, col) ?? []).join(", ") || null,
      postalCode: line("postalCode"),
      city: line("city"),
      region: line("region"),
      country: line("country"),
      owner: line("owner"),
      note: textOf(cells, first("note")),
    };
    return {
      externalId: line("externalId"),
      ownId: ownNumber(cells, first("name")),
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
