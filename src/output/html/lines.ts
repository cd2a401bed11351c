import { escapeHtml } from "./escape.ts";
import type { Lines, ValueText } from "./picture.ts";

/** In units of the drawing, which scales with the page. */
const size = { width: 720, height: 260, left: 64, right: 110, top: 12, bottom: 30 };
const plotWidth = size.width - size.left - size.right;
const plotHeight = size.height - size.top - size.bottom;

/** Beside its colour each line has a dash of its own and its name at its end. */
const dashes = ["", "6 3", "2 3", "8 3 2 3"];

interface Scale {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Lines over points, the scale from zero (or below, where values are) to a round number. */
export function lineChart(chart: Lines): string {
  const { title, text, points, series } = chart;
  const scale = scaleOf(
    chart.at ?? points.map((_, i) => i),
    series.flatMap(({ values }) => values.filter((value) => value !== null)),
  );
  const drawn = series
    .map((line, n) => path(line.values, n, { scale, isStep: chart.isStep === true }))
    .join("");
  const ends = endLabels(series, scale);
  return (
    `<figure><figcaption>${escapeHtml(title)}</figcaption>` +
    `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(title)}">` +
    `${axisY(scale, text)}${axisX(points, scale)}${drawn}${ends}</svg></figure>`
  );
}

function scaleOf(at: readonly number[], values: readonly number[]): Scale {
  const [start, end] = [at[0] ?? 0, at.at(-1) ?? 0];
  const low = Math.min(0, ...values);
  const step = roundStep((Math.max(0, ...values) - low) / 4);
  const [from, to] = [Math.floor(low / step), Math.max(1, Math.ceil(Math.max(0, ...values) / step))];
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => (from + i) * step);
  const [bottom, top] = [from * step, to * step];
  return {
    x: (index) =>
      size.left + (end === start ? 0 : (((at[index] ?? end) - start) / (end - start)) * plotWidth),
    y: (value) => size.top + (1 - (value - bottom) / (top - bottom)) * plotHeight,
    ticks,
  };
}

/** 1, 2, 2.5 or 5 times a power of ten, at least `step`; 1 for nothing. */
function roundStep(step: number): number {
  if (step <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(step));
  return power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= step) ?? 10);
}

interface Pen {
  readonly scale: Scale;
  readonly isStep: boolean;
}

function path(values: readonly (number | null)[], n: number, { scale: { x, y }, isStep }: Pen): string {
  let isPenUp = true;
  const steps = values.map((value, i) => {
    if (value === null) {
      isPenUp = true;
      return "";
    }
    const [to, height] = [x(i).toFixed(1), y(value).toFixed(1)];
    const step = isPenUp
      ? "M" + to + " " + height
      : isStep
        ? "H" + to + "V" + height
        : "L" + to + " " + height;
    isPenUp = false;
    return step;
  });
  const dash = dashes[n % dashes.length];
  return `<path class="line s${n % 4}" d="${steps.join("")}"${dash === "" ? "" : ` stroke-dasharray="${dash}"`}/>`;
}

/** Each name at the last value of its line; names that would lie on each other move down. */
function endLabels(series: Lines["series"], { x, y }: Scale): string {
  const places = series.flatMap(({ name, values }, n) => {
    const last = values.findLastIndex((value) => value !== null);
    const value = values[last];
    return value === null || value === undefined ? [] : [{ name, n, x: x(last) + 6, y: y(value) + 4 }];
  });
  let below = -Infinity;
  return places
    .sort((a, b) => a.y - b.y)
    .map((place) => {
      below = Math.max(place.y, below + 13);
      return `<text class="s${place.n % 4}" x="${place.x.toFixed(1)}" y="${below.toFixed(1)}">${escapeHtml(place.name)}</text>`;
    })
    .join("");
}

function axisY({ y, ticks }: Scale, text: ValueText): string {
  return ticks
    .map((tick) => {
      const at = y(tick).toFixed(1);
      const label = escapeHtml(text(tick));
      return (
        `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${at}" y2="${at}"/>` +
        `<text class="axis" text-anchor="end" x="${size.left - 6}" y="${(y(tick) + 4).toFixed(1)}">${label}</text>`
      );
    })
    .join("");
}

/** As many names of points as fit. */
function axisX(points: readonly string[], { x }: Scale): string {
  let taken = -Infinity;
  return points
    .map((point, i) => {
      const half = (point.length * 7 + 10) / 2;
      if (x(i) - half < taken) return "";
      taken = x(i) + half;
      return `<text class="axis" text-anchor="middle" x="${x(i).toFixed(1)}" y="${size.height - 10}">${escapeHtml(point)}</text>`;
    })
    .join("");
}
