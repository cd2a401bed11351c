import { escapeHtml } from "./escape.ts";
import type { Heat } from "./picture.ts";

/** The shade of a cell goes by its share of the largest value; the value stands in it, so nothing hangs on colour. */
export function heatMap({ title, text, columns, rows }: Heat): string {
  const values = rows.flatMap(({ cells }) => cells.map(({ value }) => value ?? 0));
  const top = Math.max(0, ...values);
  const head = columns.map((column) => `<th scope="col" class="number">${escapeHtml(column)}</th>`).join("");
  const body = rows.map(({ label, size, cells }) => {
    const shaded = cells.map(({ value, isPartial }) => {
      if (value === null) return "<td></td>";
      const shade = top === 0 ? 0 : Math.round((Math.max(0, value) / top) * 100);
      return `<td class="number heat" style="--shade:${shade}%">${escapeHtml(text(value))}${isPartial ? "*" : ""}</td>`;
    });
    return (
      `<tr><th scope="row">${escapeHtml(label)}</th><td class="number">${escapeHtml(size)}</td>` +
      `${shaded.join("")}</tr>`
    );
  });
  return (
    `<figure><figcaption>${escapeHtml(title)}</figcaption><div class="wide"><table>` +
    `<thead><tr><th scope="col"></th><th scope="col" class="number">size</th>${head}</tr></thead>` +
    `<tbody>${body.join("")}</tbody></table></div></figure>`
  );
}
