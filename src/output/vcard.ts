/** A person as a card of an address book has it. Null: not known. */
export interface Card {
  readonly uid: string;
  /** What the person is called; what else is known of it where there is no name. */
  readonly shown: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly emails: readonly Labelled[];
  /** With the country's code where it is known. */
  readonly phones: readonly Labelled[];
  readonly addresses: readonly CardAddress[];
  readonly links: readonly Labelled[];
  readonly company: string | null;
  readonly department: string | null;
  readonly role: string | null;
  /** YYYY-MM-DD, or --MM-DD without the year. */
  readonly birthday: string | null;
  /** Other days that come back each year, written as the birthday. */
  readonly dates: readonly Labelled[];
  readonly language: string | null;
  readonly tags: readonly string[];
  readonly note: string | null;
  /** An instant. */
  readonly changedAt: string;
}

export interface Labelled {
  readonly value: string;
  readonly label: string | null;
}

export interface CardAddress {
  readonly label: string | null;
  readonly street: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly country: string | null;
}

export const cardVersions = ["4.0", "3.0"] as const;
export type CardVersion = (typeof cardVersions)[number];

/** One card as text: RFC 6350 for 4.0, RFC 2426 for 3.0; lines end in CRLF and are folded at 75 bytes. */
export function cardText(card: Card, version: CardVersion): string {
  const groups = grouping();
  const lines = [
    "BEGIN:VCARD",
    "VERSION:" + version,
    "UID:" + escaped(card.uid),
    "FN:" + escaped(card.shown),
    "N:" + [card.last, card.first, null, null, null].map(escaped).join(";"),
    ...card.emails.flatMap((email, at) => groups.lines("EMAIL", email, { first: at === 0, version })),
    ...card.phones.flatMap((phone, at) => groups.lines("TEL", phone, { first: at === 0, version })),
    ...card.addresses.flatMap((address, at) => {
      const { label, street, postalCode, city, region, country } = address;
      const value = [null, null, street, city, region, postalCode, country].map(escaped).join(";");
      return groups.lines("ADR", { label, value }, { first: at === 0, version, isEscaped: true });
    }),
    ...card.links.flatMap((link, at) => groups.lines("URL", link, { first: at === 0, version })),
    ...organisation(card),
    ...(card.role === null ? [] : ["TITLE:" + escaped(card.role)]),
    ...(card.birthday === null ? [] : ["BDAY" + birthdayOf(card.birthday, version)]),
    ...card.dates.flatMap((date) => groups.day(date, version)),
    ...(card.language === null || version === "3.0" ? [] : ["LANG:" + escaped(card.language)]),
    ...(card.tags.length === 0 ? [] : ["CATEGORIES:" + card.tags.map(escaped).join(",")]),
    ...(card.note === null ? [] : ["NOTE:" + escaped(card.note)]),
    "REV:" + (version === "3.0" ? card.changedAt : card.changedAt.replace(/[-:]/g, "")),
    "END:VCARD",
  ];
  return lines.map(folded).join("");
}

function organisation({ company, department }: Card): string[] {
  if (company === null) return [];
  return ["ORG:" + escaped(company) + (department === null ? "" : ";" + escaped(department))];
}

/** 3.0 knows no birthday without a year: 1604 with a mark, as other programs write it. */
function birthdayOf(birthday: string, version: CardVersion): string {
  if (version === "4.0") return ":" + (birthday.startsWith("--") ? "--" : "") + birthday.replaceAll("-", "");
  return birthday.startsWith("--") ? ";X-APPLE-OMIT-YEAR=1604:1604" + birthday.slice(1) : ":" + birthday;
}

interface Form {
  readonly first: boolean;
  readonly version: CardVersion;
  readonly isEscaped?: boolean;
}

/** Labels that are no word of the standard stand on a line of their own, in a group with what they label. */
function grouping() {
  let last = 0;
  return {
    /** Only 4.0 knows anniversaries, and no other day; address books know any day by Apple's name for it. */
    day({ value, label }: Labelled, version: CardVersion): string[] {
      const isAnniversary = label?.toLowerCase() === "anniversary";
      if (version === "4.0" && isAnniversary) return ["ANNIVERSARY" + birthdayOf(value, version)];
      const group = "item" + ++last + ".";
      const named = isAnniversary ? "_$!<Anniversary>!$_" : escaped(label);
      return [group + "X-ABDATE" + birthdayOf(value, "3.0"), group + "X-ABLabel:" + named];
    },
    lines(property: string, { value, label }: Labelled, { first, version, isEscaped }: Form): string[] {
      const text = ":" + (isEscaped === true ? value : escaped(value));
      const types = typeOf(label);
      const preferred = first ? (version === "4.0" ? ";PREF=1" : ";TYPE=pref") : "";
      if (label === null || types !== undefined) {
        return [property + (types === undefined ? "" : ";TYPE=" + types) + preferred + text];
      }
      const group = "item" + ++last + ".";
      return [group + property + preferred + text, group + "X-ABLabel:" + escaped(label)];
    },
  };
}

function typeOf(label: string | null): string | undefined {
  if (label === null) return undefined;
  const word = label.toLowerCase();
  if (word === "mobile") return "cell";
  return ["work", "home", "cell", "fax", "pager", "other"].includes(word) ? word : undefined;
}

function escaped(text: string | null): string {
  if (text === null) return "";
  const plain = text.replace(/\r\n?/g, "\n").replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, "");
  return plain.replace(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n");
}

/** Lines longer than 75 bytes go on in the next one after a blank; no character is cut in two. */
function folded(line: string): string {
  let text = "";
  let bytes = 0;
  for (const char of line) {
    const size = Buffer.byteLength(char);
    if (bytes + size > 75) {
      text += "\r\n ";
      bytes = 1;
    }
    text += char;
    bytes += size;
  }
  return text + "\r\n";
}
