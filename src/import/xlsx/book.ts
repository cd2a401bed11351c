import { type Archive, damaged, tooLarge } from "./archive.ts";
import { attribute, scanXml, type XmlHandler } from "./xml.ts";

/** What the sheets of a workbook have in common. */
export interface Book {
  readonly sheets: readonly { readonly title: string; readonly path: string }[];
  readonly texts: SharedTexts;
  /** Which styles show a number as a date, by their place. */
  readonly isDate: readonly boolean[];
  /** Days count from 1904 instead of 1900. */
  readonly from1904: boolean;
}

/** The texts of all cells, each kept once. */
export interface SharedTexts {
  /** Undefined: there is no such text. */
  at(index: number): string | undefined;
}

/** They are looked up in any order, so they are held: so many bytes of them. */
const maxTexts = 48 * 1024 * 1024;
/** And so many of them, four for each row that a sheet can have: the place of each is held too. */
const maxCount = 4 * 1024 * 1024;

const folder = "xl/";

export async function readBook(archive: Archive): Promise<Book> {
  await read(archive, "[Content_Types].xml", {});
  const targets = await targetsOf(archive);
  const sheets: { title: string; path: string }[] = [];
  let from1904 = false;
  await read(archive, folder + "workbook.xml", {
    open(name, attributes) {
      if (name === "workbookPr") from1904 = /^(?:1|true|on)$/.test(attribute(attributes, "date1904") ?? "");
      if (name !== "sheet") return;
      const target = targets.get(attribute(attributes, "id") ?? "");
      if (target !== undefined && /worksheet$/.test(target.type))
        sheets.push({ title: attribute(attributes, "name") ?? "", path: target.path });
    },
  });
  const pathOf = (kind: string) => [...targets.values()].find(({ type }) => type.endsWith("/" + kind))?.path;
  return {
    sheets: sheets.length > 0 ? sheets : unlisted(archive),
    texts: await sharedTexts(archive, pathOf("sharedStrings") ?? folder + "sharedStrings.xml"),
    isDate: await dateStyles(archive, pathOf("styles") ?? folder + "styles.xml"),
    from1904,
  };
}

/** The sheets of a workbook that does not say which it has. */
function unlisted({ paths }: Archive): Book["sheets"] {
  const found = paths.filter((path) => /^xl\/worksheets\/[^/]+\.xml$/.test(path));
  return found.map((path) => ({ title: path.replace(/^.*\/|\.xml$/g, ""), path }));
}

interface Target {
  readonly type: string;
  readonly path: string;
}

async function targetsOf(archive: Archive): Promise<Map<string, Target>> {
  const targets = new Map<string, Target>();
  await read(archive, folder + "_rels/workbook.xml.rels", {
    open(name, attributes) {
      const [id, type, target] = ["Id", "Type", "Target"].map((key) => attribute(attributes, key));
      if (name !== "Relationship" || id === undefined || target === undefined) return;
      const path = target.startsWith("/") ? target.slice(1) : folder + target.replace(/^(?:\.\/)+/, "");
      targets.set(id, { type: type ?? "", path });
    },
  });
  return targets;
}

/** Walks through one file of the archive; a file that is not there has nothing in it. */
export async function read(archive: Archive, path: string, handler: Partial<XmlHandler>): Promise<void> {
  if (!archive.paths.includes(path)) return;
  const nothing = () => undefined;
  const scan = scanXml({ open: nothing, close: nothing, text: nothing, ...handler });
  for await (const piece of archive.text(path)) scan.take(piece);
  if (!scan.end()) throw damaged(archive.name, path);
}

/** A text is one <t>, or the <t> of several runs; how it is pronounced (rPh) is not part of it. */
export function textCollector() {
  let text = "";
  let isIn = false;
  let isSpoken = false;
  return {
    open(name: string): void {
      if (name === "t") isIn = true;
      else if (name === "rPh") isSpoken = true;
    },
    close(name: string): void {
      if (name === "t") isIn = false;
      else if (name === "rPh") isSpoken = false;
    },
    text(part: string): void {
      if (isIn && !isSpoken) text += part;
    },
    /** The text so far, which begins anew. */
    taken(): string {
      const all = plain(text);
      text = "";
      return all;
    },
  };
}

/** "_x000D_" stands for a character that XML has none for. */
function plain(text: string): string {
  if (!text.includes("_x")) return text;
  const spelled = text.replace(/_x([0-9a-f]{4})_/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  // What no text can hold (a NUL, half a character) stays as it is spelled.
  return /\0|[\ud800-\udfff]/u.test(spelled) ? text : spelled;
}

const pageBytes = 1024 * 1024;

/** Held as bytes, page by page: as texts of their own they would take three times the memory. */
async function sharedTexts(archive: Archive, path: string): Promise<SharedTexts> {
  const pages: Buffer[] = [];
  // Where each text begins: its page times what a page can hold at most, and the place in it.
  let begins = new Float64Array(1 << 12);
  let sizes = new Uint32Array(1 << 12);
  let [count, place, length] = [0, 0, 0];
  const add = (text: string) => {
    const size = Buffer.byteLength(text);
    length += size;
    if (length > maxTexts || count === maxCount) throw tooLarge(archive.name);
    if (count === sizes.length)
      [begins, sizes] = [doubled(begins, Float64Array), doubled(sizes, Uint32Array)];
    const page = pages.at(-1);
    if (page === undefined || place + size > page.length) {
      pages.push(Buffer.allocUnsafe(Math.max(pageBytes, size)));
      place = 0;
    }
    begins[count] = (pages.length - 1) * maxTexts + place;
    sizes[count++] = size;
    place += pages.at(-1)!.write(text, place);
  };
  const collector = textCollector();
  // Of one text that is not whole yet.
  let held = 0;
  await read(archive, path, {
    ...collector,
    text(part) {
      held += part.length;
      if (length + held > maxTexts) throw tooLarge(archive.name);
      collector.text(part);
    },
    close(name) {
      collector.close(name);
      if (name !== "si") return;
      held = 0;
      add(collector.taken());
    },
  });
  return {
    at(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) return undefined;
      const begin = begins[index]! % maxTexts;
      const page = pages[Math.floor(begins[index]! / maxTexts)]!;
      return page.toString("utf8", begin, begin + sizes[index]!);
    },
  };
}

function doubled<T extends Float64Array | Uint32Array>(list: T, Kind: new (length: number) => T): T {
  const longer = new Kind(list.length * 2);
  longer.set(list);
  return longer;
}

/** Formats that come with Excel and show a day, a time or both. */
const dateFormats: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

async function dateStyles(archive: Archive, path: string): Promise<boolean[]> {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let isCell = false;
  const isDateFormat = (id: number) =>
    own.get(id) ?? dateFormats.some(([first, last]) => id >= first && id <= last);
  await read(archive, path, {
    open(name, attributes) {
      const id = Number(attribute(attributes, "numFmtId"));
      if (name === "numFmt") own.set(id, showsDate(attribute(attributes, "formatCode") ?? ""));
      else if (name === "cellXfs") isCell = true;
      else if (name === "xf" && isCell) styles.push(isDateFormat(id));
    },
    close(name) {
      if (name === "cellXfs") isCell = false;
    },
  });
  return styles;
}

/** Whether a format such as "d.m.yy h:mm" shows a date: it has its letters, and no places for digits. */
export function showsDate(format: string): boolean {
  const [shown = ""] = format
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "")
    .split(";");
  return /[dmyhs]/i.test(shown) && !/general|[#?%0]/i.test(shown.replace(/s\.0+/i, "s"));
}
