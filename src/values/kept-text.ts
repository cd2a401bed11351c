/**
 * A text as it is kept: without blanks around it, but of several lines the first stays indented, for it may be a list or
 * a piece of a program. Null: nothing is left.
 */
export function keptText(text: string): string | null {
  if (!text.includes("\n")) return text.trim() || null;
  const lines = text.replace(/^(?:[^\S\n]*\n)+/, "").trimEnd();
  return (lines.includes("\n") ? lines : lines.trimStart()) || null;
}
