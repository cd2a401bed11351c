import type { PhoneDraft } from "../store/contact.ts";
import { splitParts } from "../values/parts.ts";
import { type Phones, phoneKey, quickPhone, toE164 } from "../values/phone.ts";
import { BadCell, type Col, lineOf, quote } from "./columns.ts";
import { type NeedsPhones, needsPhones } from "./drafts.ts";
import { labelIn, primaryFirst } from "./labels.ts";

/** Reads the phones of a row; national numbers are those of the row's country, or of `ownCountry` ("" for none). */
export function phonesReader(
  columns: { all(field: "phone" | "country"): readonly Col[] },
  ownCountry: string,
) {
  // A fax is called last of all.
  const cols = columns.all("phone").toSorted((a, b) => Number(a.label === "fax") - Number(b.label === "fax"));
  const countries = columns.all("country");
  let library: Phones | undefined;
  const read = (cells: readonly string[]): PhoneDraft[] | NeedsPhones => {
    const phones: PhoneDraft[] = [];
    for (const col of cols.length > 1 ? primaryFirst(cells, cols) : cols) {
      const text = lineOf(cells, col);
      if (text === null) continue;
      const country =
        lineOf(cells, countries.find(({ label }) => label === col.label) ?? countries[0]) ?? ownCountry;
      const parts = numbersIn(text);
      for (const [nth, part] of parts.entries()) {
        const phone = phoneOf(col, part, { country, library });
        if (phone === needsPhones) return needsPhones;
        phones.push(
          col.labelAt === undefined
            ? phone
            : { ...phone, label: labelIn(cells, col, { nth, of: parts.length }) },
        );
      }
    }
    return phones;
  };
  const usePhones = (phones: Phones) => {
    library = phones;
  };
  return { read, usePhones };
}

/** Several numbers stand between semicolons or commas; what is too short for a number belongs to the one before. */
function numbersIn(text: string): string[] {
  if (!/[;,"]/.test(text)) return [text];
  const parts = splitParts(text)
    .flatMap((part) => part.split(","))
    .map((part) => part.trim());
  return parts.every((part) => part.replace(/\D/g, "").length > 4) ? parts : [text];
}

function phoneOf(
  col: Col,
  phone: string,
  { country, library }: { country: string; library: Phones | undefined },
): PhoneDraft | NeedsPhones {
  const inCountry = country === "" ? undefined : country;
  const found = library === undefined ? quickPhone(phone, inCountry) : toE164(phone, inCountry, library);
  if (found === undefined) return needsPhones;
  const { e164 } = found;
  const key = e164 === null ? phoneKey(phone) : e164.slice(1);
  if (key.length >= 3) return { phone, e164, key, label: col.label };
  throw new BadCell(col, phone, quote(phone) + " is no phone number", "is no phone number");
}
