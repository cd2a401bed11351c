import { clean } from "../clean.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as the content of an element or of a quoted attribute: no markup in it, no control or bidi characters. */
export function escapeHtml(text: string): string {
  return clean(text).replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);
}
