import type { CardText } from "./vcard-text.ts";

/** One property of a card, whichever version it is from. */
export interface Property {
  /** In small letters: "tel". */
  readonly name: string;
  /** "item1", which other properties of the card share. */
  readonly group: string | null;
  /** In small letters: home, work, cell, fax, pref. */
  readonly types: readonly string[];
  /** 1 is the most preferred; null: it does not say. */
  readonly preference: number | null;
  /** Birthdays without a year are written with one that does not count. */
  readonly omitsYear: boolean;
  /** The parts of a structured value; one for all others. */
  readonly values: readonly string[];
}

export interface Properties {
  readonly all: readonly Property[];
  /** Lines that cannot be understood. */
  readonly unread: readonly string[];
}

type Raw = readonly [
  name: string,
  parameters: Readonly<Record<string, string | readonly string[]>>,
  type: string,
  ...values: unknown[],
];

/** Reads the properties of cards; the libraries are loaded once. */
export async function cardReader(): Promise<(card: CardText) => Properties> {
  const [{ default: ICAL }, { default: Vcf }, { default: libqp }] = await Promise.all([
    import("ical.js"),
    import("vcf"),
    import("libqp"),
  ]);
  const modern = (lines: readonly string[]) =>
    (ICAL.parse(["BEGIN:VCARD", ...lines, "END:VCARD"].join("\r\n")) as unknown as [string, Raw[]])[1].map(
      propertyOf,
    );
  const old = (lines: readonly string[]) => {
    const { data } = new Vcf().parse(["BEGIN:VCARD", "VERSION:2.1", ...lines, "END:VCARD"].join("\r\n"));
    return Object.values(data).flatMap((found) => {
      const list = (Array.isArray(found) ? found : [found]) as unknown as { toJSON(): Raw }[];
      return list.map((one) => inUnits(propertyOf(decoded(one.toJSON(), libqp.decode))));
    });
  };
  return ({ version, lines }) => {
    const read = version === "2.1" ? old : modern;
    const named = lines.filter((line) => version !== "2.1" || !/^VERSION:/i.test(line));
    return eachLine(read, named, version === "2.1" ? [] : ["VERSION:" + version]);
  };
}

/** The library for version 2.1 leaves a firm and its departments in one. */
function inUnits(property: Property): Property {
  if (property.name !== "org") return property;
  return { ...property, values: property.values.flatMap((value) => value.split(";")) };
}

/** All lines at once, or where one is broken, each by itself. */
function eachLine(
  read: (lines: readonly string[]) => Property[],
  lines: readonly string[],
  frame: readonly string[],
): Properties {
  try {
    return { all: read(lines), unread: [] };
  } catch {
    const unread: string[] = [];
    const all = lines.flatMap((line) => {
      try {
        return read([...frame, line]);
      } catch {
        unread.push(line);
        return [];
      }
    });
    return { all, unread };
  }
}

/** Takes quoted-printable off, which version 2.1 has, in the charset that stands beside it. A NUL is no text. */
function decoded([name, parameters, type, ...values]: Raw, decode: (text: string) => Buffer): Raw {
  if (!/^quoted-printable$/i.test(String(parameters.encoding ?? "")))
    return [name, parameters, type, ...values];
  const charset = String(parameters.charset ?? "utf-8");
  const text = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(text) : withoutNul(inCharset(decode(String(value)), charset));
  return [name, parameters, type, ...values.map(text)];
}

function withoutNul(text: string): string {
  if (text.includes("\0")) throw new Error("a NUL");
  return text;
}

function inCharset(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}

function propertyOf([name, parameters, , ...values]: Raw): Property {
  const types = [parameters.type ?? []].flat().flatMap((type) => String(type).toLowerCase().split(","));
  const pref = Number(parameters.pref);
  const grouped = /^([\w-]+)\.(.+)$/.exec(name);
  return {
    name: (grouped?.[2] ?? name).toLowerCase(),
    group: grouped?.[1] ?? (parameters.group === undefined ? null : String(parameters.group)),
    types,
    preference: Number.isFinite(pref) && pref > 0 ? pref : types.includes("pref") ? 1 : null,
    omitsYear: parameters["x-apple-omit-year"] !== undefined || parameters.xAppleOmitYear !== undefined,
    values: values
      .flat(1)
      .map((value) =>
        (Array.isArray(value) ? value.join(", ") : String(value ?? "")).replace(/\\([:,;])/g, "$1"),
      ),
  };
}

/** What the group of the property is called: the words of the address book itself stand in "_$!<Work>!$_". */
export function groupLabel(all: readonly Property[], { group }: Property): string | undefined {
  const named =
    group === null ? undefined : all.find((one) => one.name === "x-ablabel" && one.group === group);
  return named?.values[0]?.replace(/^_\$!<(.*)>!\$_$/, (_, word: string) => word.toLowerCase());
}
