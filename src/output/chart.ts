const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/**
 * A bar that is `ratio` of `width` columns long (below 0 and above 1 are cut), filled up with blanks to `width`.
 * A share above zero shows at least the thinnest mark; null and zero show nothing.
 */
export function bar(ratio: number | null, width: number, ascii = false): string {
  const share = cut(ratio);
  const steps = ascii ? 1 : 8;
  const filled = share === 0 ? 0 : Math.max(1, Math.round(share * width * steps));
  const whole = (ascii ? "#" : "█").repeat(Math.floor(filled / steps));
  return (whole + (eighths[filled % steps] ?? "")).padEnd(width);
}

/** A bar in the middle of its `width`, for the steps of a funnel; a share above zero shows at least one mark. */
export function middleBar(ratio: number | null, width: number, ascii = false): string {
  const share = cut(ratio);
  const filled = share === 0 ? 0 : Math.max(1, Math.round(share * width));
  const before = Math.floor((width - filled) / 2);
  return (" ".repeat(before) + (ascii ? "#" : "█").repeat(filled)).padEnd(width);
}

/** One character a value, from zero to the largest; null is a blank. Values below zero read as zero. */
export function sparkline(values: readonly (number | null)[], ascii = false): string {
  const marks = ascii ? "_.-:=+*#" : "▁▂▃▄▅▆▇█";
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  return values
    .map((value) => {
      if (value === null) return " ";
      return marks[top === 0 ? 0 : Math.round((Math.max(0, value) / top) * (marks.length - 1))];
    })
    .join("");
}

/** One shade for a ratio in five steps, darker for more: readable without colour. Null and zero are a blank. */
export function heat(ratio: number | null, ascii = false): string {
  const shades = ascii ? ".:*#" : "░▒▓█";
  const share = cut(ratio);
  return share === 0 ? " " : (shades[Math.min(shades.length - 1, Math.floor(share * shades.length))] ?? " ");
}

function cut(ratio: number | null): number {
  return ratio === null || Number.isNaN(ratio) ? 0 : Math.min(1, Math.max(0, ratio));
}
