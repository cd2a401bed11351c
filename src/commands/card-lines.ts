import { cleanLines } from "../output/clean.ts";
import type { Look } from "../output/format.ts";
import { plainStyle } from "../output/style.ts";
import { wrap } from "../output/width.ts";

/** What a card says behind a label. */
export type CardLine = readonly [label: string, text: string];

/** Of lines that may have nothing to say (null) those that do. */
export function knownLines(
  lines: readonly (readonly [label: string, text: string | number | null])[],
): CardLine[] {
  return lines.flatMap(([label, text]): CardLine[] => (text === null ? [] : [[label, String(text)]]));
}

const labelWidth = 11;

/** Labels to the left, texts wrapped behind them; the label stands on a text's first line only. */
export function cardLines(lines: readonly CardLine[], look: Look): string[] {
  const { dim } = look.style ?? plainStyle;
  return lines.flatMap(([label, text]) =>
    wrap(cleanLines(text), Math.max(20, (look.width ?? 80) - labelWidth)).map(
      (line, index) => dim((index === 0 ? label : "").padEnd(labelWidth)) + line,
    ),
  );
}
