import { escapeHtml } from "./escape.ts";
import type { Bars } from "./picture.ts";

/** A list of bars made of elements, so that their texts wrap, print and can be read aloud. */
export function barChart({ kind, title, text, bars }: Bars): string {
  const top = Math.max(0, ...bars.map(({ value }) => Math.abs(value ?? 0)));
  const lines = bars.map(({ label, value, note = "" }) => {
    const share = top === 0 ? 0 : Math.abs(value ?? 0) / top;
    const sign = (value ?? 0) < 0 ? " below" : "";
    return (
      `<li><span class="label">${escapeHtml(label)}</span>` +
      `<span class="track"><span class="bar${sign}" style="width:${(share * 100).toFixed(1)}%${share > 0 ? ";min-width:1px" : ""}"></span></span>` +
      `<span class="value">${escapeHtml(text(value))}${note === "" ? "" : ` <small>${escapeHtml(note)}</small>`}</span></li>`
    );
  });
  return `<figure><figcaption>${escapeHtml(title)}</figcaption><ul class="${kind}">${lines.join("")}</ul></figure>`;
}
