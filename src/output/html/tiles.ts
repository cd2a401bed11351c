import { escapeHtml } from "./escape.ts";
import type { Tiles } from "./picture.ts";

export function tiles({ title, tiles }: Tiles): string {
  const drawn = tiles.map(
    ({ label, value, change, course }) =>
      `<li><span class="label">${escapeHtml(label)}</span><b>${escapeHtml(value)}</b>` +
      `<small>${escapeHtml(change)}</small>${course.length > 1 ? spark(course) : ""}</li>`,
  );
  return `<figure><figcaption>${escapeHtml(title)}</figcaption><ul class="tiles">${drawn.join("")}</ul></figure>`;
}

/** The course of a figure, from its lowest value (at most zero) to its highest; the figures stand in the table. */
function spark(course: readonly (number | null)[]): string {
  const known = course.filter((value) => value !== null);
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const points = course.flatMap((value, i) => {
    if (value === null) return [];
    const y = high === low ? 24 : 24 - ((value - low) / (high - low)) * 22;
    return [((i / (course.length - 1)) * 100).toFixed(1) + "," + y.toFixed(1)];
  });
  return `<svg class="spark" viewBox="0 0 100 26" preserveAspectRatio="none" aria-hidden="true"><polyline points="${points.join(" ")}"/></svg>`;
}
