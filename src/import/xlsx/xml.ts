/** What a scan of XML tells; names come without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** Between two tags, with its entities written out; one text can come in several parts. */
  text(text: string): void;
}

export interface XmlScan {
  /** Takes the next piece of the text, wherever it is cut. */
  take(piece: string): void;
  /** False: the text ended within a tag or with one that is not closed. */
  end(): boolean;
}

/** What is longer than this without being whole is no tag. */
const longestTag = 1024 * 1024;

/**
 * Walks through XML as it comes, keeping nothing but a tag that is not whole yet. It checks as much of the form as tells
 * that nothing is missing: every tag that is opened is closed.
 */
export function scanXml(handler: XmlHandler): XmlScan {
  let rest = "";
  let depth = 0;
  let isBroken = false;
  const tag = (inner: string): void => {
    const isEnd = inner.charCodeAt(0) === 47;
    const isEmpty = inner.charCodeAt(inner.length - 1) === 47;
    const found = /^\/?(?:[^\s:/>]+:)?([^\s/>]+)/.exec(inner);
    if (found === null) isBroken = true;
    const name = found?.[1] ?? "";
    if (!isEnd) {
      depth++;
      handler.open(name, inner.slice(found?.[0].length ?? 0));
    }
    if (isEnd || isEmpty) {
      depth--;
      handler.close(name);
    }
  };
  return {
    take(piece) {
      const text = rest === "" ? piece : rest + piece;
      let at = 0;
      while (at < text.length) {
        const begin = text.indexOf("<", at);
        // An entity may be cut in two at the end of a piece.
        const words = begin < 0 ? wholeEntities(text, at) : begin;
        if (words > at) handler.text(unescaped(text.slice(at, words)));
        at = words;
        if (begin < 0) break;
        const end = endOfTag(text, begin);
        if (end < 0) break;
        at = end;
        if (!/[!?]/.test(text[begin + 1] ?? "")) tag(text.slice(begin + 1, end - 1));
        else if (text.startsWith("<![CDATA[", begin)) handler.text(text.slice(begin + 9, end - 3));
      }
      rest = text.slice(at);
      if (rest.length > longestTag) isBroken = true;
      if (isBroken) rest = "";
    },
    end: () => !isBroken && rest.trim() === "" && depth === 0,
  };
}

/** Where the text before an entity that is not whole ends. */
function wholeEntities(text: string, from: number): number {
  const entity = text.lastIndexOf("&");
  return entity >= from && entity > text.length - 12 && !text.includes(";", entity) ? entity : text.length;
}

/** The place behind the tag, comment or the like that begins there; -1: its end has not come yet. */
function endOfTag(text: string, begin: number): number {
  const closing = text.startsWith("<!--", begin)
    ? "-->"
    : text.startsWith("<![CDATA[", begin)
      ? "]]>"
      : undefined;
  if (closing !== undefined) {
    const end = text.indexOf(closing, begin);
    return end < 0 ? -1 : end + closing.length;
  }
  // What begins with "<!" may yet become a comment.
  if (text.length - begin < 9 && text[begin + 1] === "!") return -1;
  // A ">" within quotes ends no tag.
  let quote = 0;
  for (let at = begin; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quote === 0 && code === 62) return at + 1;
    if (quote === 0 && (code === 34 || code === 39)) quote = code;
    else if (code === quote) quote = 0;
  }
  return -1;
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Entities written out; one that is not known stays as it is. */
export function unescaped(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, word) => {
    if (word !== undefined) return entities[word] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
      ? String.fromCodePoint(code)
      : whole;
  });
}

/** The value of an attribute; undefined when there is none. The name is without its prefix. */
export function attribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    const before = attributes.charCodeAt(at - 1);
    if (before > 32 && before !== 58) continue;
    const value = /^\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes.slice(at + name.length));
    if (value !== null) return unescaped(value[1] ?? value[2] ?? "");
  }
  return undefined;
}
