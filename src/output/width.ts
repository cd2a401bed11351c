import fastStringWidth from "fast-string-width";

const printableAscii = /^[ -~]*$/;

/** Latin letters and signs of one column each, none of which joins the one before it; the soft hyphen is not among them. */
const narrow = /^[ -~\u00a0-\u00ac\u00ae-\u024f]*$/;

export function isAscii(text: string): boolean {
  return printableAscii.test(text);
}

/** Columns that a terminal gives to the text, which holds no control characters. */
export function textWidth(text: string): number {
  return narrow.test(text) ? text.length : fastStringWidth(text);
}

/** The text cut to `width` columns, its last one then the sign that something is missing. */
export function truncate(text: string, width: number, sign: string): string {
  return textWidth(text) <= width ? text : head(text, width - 1) + sign;
}

/** The longest beginning that fits into `width` columns, whole characters as a reader sees them. */
function head(text: string, width: number): string {
  // The segmenter takes some 10 ms at its first use.
  if (narrow.test(text)) return text.slice(0, width);
  let taken = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (textWidth(taken + segment) > width) return taken;
    taken += segment;
  }
  return taken;
}

/** The lines of a text, broken between words so that none is wider than `width`; longer words are broken too. */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, width));
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (textWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (textWidth(line) > width) {
      const part = head(line, width) || line;
      lines.push(part);
      line = line.slice(part.length);
    }
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}
