/**
 * Parts of a list as one cell, with semicolons between them. One that holds a semicolon or a double quote stands in
 * double quotes, its own ones doubled, so that `splitParts` gives back what was there. null is empty.
 */
export function joinParts(parts: readonly unknown[]): string {
  return parts.map((part) => quotedPart(String(part ?? ""))).join("; ");
}

function quotedPart(part: string): string {
  return /[;"]/.test(part) ? '"' + part.replaceAll('"', '""') + '"' : part;
}

/**
 * What stands between semicolons, without blanks around it; in double quotes it can hold some, and quotes that are
 * doubled. Quotes with anything but a semicolon behind them are characters like others.
 */
export function splitParts(text: string): string[] {
  if (!text.includes('"')) return text.split(";").map((part) => part.trim());
  const found = text.matchAll(/(?:^|;)\s*(?:"((?:[^"]|"")+)"(?=\s*(?:;|$))|([^;]*))/g);
  return [...found].map(([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain.trim());
}
