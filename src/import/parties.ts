import type { ImportedContact } from "../store/import/contacts.ts";
import type { Customer, OwnPeople } from "../store/import/customers.ts";
import type { NamedParties } from "../store/import/parties.ts";
import { splitParts } from "../values/parts.ts";
import type { Phones } from "../values/phone.ts";
import { type Col, type Columns, cellAt, lineOf } from "./columns.ts";
import { emailsOf } from "./contacts.ts";
import { blank, calledIn, companyOf, peopleNamed } from "./customers.ts";
import { type NeedsPhones, needsPhones } from "./drafts.ts";
import { nameless } from "./names.ts";
import { ownIn } from "./own-people.ts";
import { phonesReader } from "./phones.ts";

type Field = "contact" | "contactId" | "email" | "phone" | "company" | "companyId" | "deal" | "dealId";

interface PartiesReader {
  read(cells: readonly string[]): NamedParties | NeedsPhones;
  usePhones(phones: Phones): void;
}

/** Several people stand in one cell with semicolons between them; emails and phones are of the only one. */
export function partiesReader(columns: Columns<Field>, country: string): PartiesReader {
  const first = (field: Field) => columns.first(field);
  const at = { name: first("contact"), id: first("contactId"), deal: first("deal"), dealId: first("dealId") };
  const firm = { company: first("company"), companyId: first("companyId") };
  const emails = columns.all("email");
  const phones = phonesReader(
    { all: (field: "phone" | "country") => (field === "phone" ? columns.all("phone") : []) },
    country,
  );
  return {
    usePhones: phones.usePhones,
    read(cells) {
      const numbers = phones.read(cells);
      if (numbers === needsPhones) return needsPhones;
      const own = ownIn(cells, at.name);
      const said = {
        own,
        names: namesIn(cells, at.name, own),
        ids: partsOf(cells, at.id),
        emails: emails.flatMap((col) => (lineOf(cells, col) === null ? [] : emailsOf(cells, col))),
        phones: numbers,
      };
      const { company, companyKey } = companyOf(cells, firm);
      const contacts = peopleOf({ ...said, company, companyKey });
      return {
        contacts,
        own,
        company,
        companyKey,
        deal: lineOf(cells, at.deal),
        ownDeal: at.deal?.labelAt === undefined ? undefined : cellAt(cells, at.deal.labelAt),
        dealKey: partsOf(cells, at.dealId)[0] ?? null,
      };
    },
  };
}

/** Our own export has several people in one column only: elsewhere a semicolon belongs to the name. */
function namesIn(cells: readonly string[], col: Col | undefined, own: OwnPeople | undefined): string[] {
  return own === undefined || col?.several === true ? partsOf(cells, col) : [own.called];
}

function partsOf(cells: readonly string[], col: Col | undefined): string[] {
  const text = lineOf(cells, col);
  if (text === null) return [];
  return splitParts(text).filter((part) => part !== "");
}

interface Said extends Pick<ImportedContact, "emails" | "phones" | "company" | "companyKey"> {
  readonly names: readonly string[];
  readonly ids: readonly string[];
  readonly own: OwnPeople | undefined;
}

function peopleOf({ names, ids, emails, phones, company, companyKey, own }: Said): Customer[] {
  const count = Math.max(names.length, ids.length);
  const firm = { company, companyKey };
  if (count <= 1) {
    const [name = null] = names;
    const [externalId = null] = ids;
    if (name === null && externalId === null && emails.length + phones.length === 0) return [];
    const called = name ?? (emails.length + phones.length === 0 ? externalId : null);
    const who = called === null ? { ...nameless, emails, phones: [] } : calledIn(called, emails, own);
    return [{ ...blank, ...who, externalId, phones: [...who.phones, ...phones], ...firm, own }];
  }
  if (own !== undefined) {
    const ownOf = (called: string, at: number) => ({ ids: own.ids.slice(at, at + 1), called });
    return names.map((called, at) => ({
      ...blank,
      ...calledIn(called, [], own),
      externalId: null,
      ...firm,
      own: ownOf(called, at),
    }));
  }
  return peopleNamed(names, ids).map((one) => ({ ...blank, ...one, emails: [], phones: [], ...firm }));
}
