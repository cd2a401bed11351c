import { barChart } from "./bars.ts";
import { heatMap } from "./heat.ts";
import { lineChart } from "./lines.ts";
import { tiles } from "./tiles.ts";

/** How a value reads; null is a value that is not there. */
export type ValueText = (value: number | null) => string;

/** Horizontal bars from zero; a funnel is the same with its bars in the middle. */
export interface Bars {
  readonly kind: "bars" | "funnel";
  readonly title: string;
  readonly text: ValueText;
  readonly bars: readonly { readonly label: string; readonly value: number | null; readonly note?: string }[];
}

/** Values over periods or days, one line a series; null leaves a gap. */
export interface Lines {
  readonly kind: "lines";
  readonly title: string;
  readonly text: ValueText;
  readonly points: readonly string[];
  /** Where the points lie, ascending; left out: at equal distances. */
  readonly at?: readonly number[];
  /** The value holds until the next point. */
  readonly isStep?: boolean;
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/** A table whose cells are darker for more; null is still to come or has nothing to divide by. */
export interface Heat {
  readonly kind: "heat";
  readonly title: string;
  readonly text: ValueText;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    readonly size: string;
    readonly cells: readonly { readonly value: number | null; readonly isPartial: boolean }[];
  }[];
}

/** Single figures with the change since the period before and their course. */
export interface Tiles {
  readonly kind: "tiles";
  readonly title: string;
  readonly tiles: readonly {
    readonly label: string;
    readonly value: string;
    readonly change: string;
    readonly course: readonly (number | null)[];
  }[];
}

export type Picture = Bars | Lines | Heat | Tiles;

export function drawPicture(picture: Picture): string {
  switch (picture.kind) {
    case "bars":
    case "funnel":
      return barChart(picture);
    case "lines":
      return lineChart(picture);
    case "heat":
      return heatMap(picture);
    case "tiles":
      return tiles(picture);
  }
}
