import {
  dayNumber,
  oncePerDay,
  type PeriodUnit,
  periodAt,
  periodEnd,
  periodKey,
  periodStart,
} from "../periods.ts";

/** Periods of the course, the present one among them. */
export const coursePeriods = 12;

/** Number of the present period among the windows, and of the equal part of the one before. */
export const [present, previous] = [coursePeriods - 1, coursePeriods];

/** Days, both included. */
export interface Window {
  readonly first: number;
  readonly last: number;
}

/**
 * What a dashboard looks at: twelve periods up to the one of --as-of, which is cut at its day, and as the thirteenth the
 * same number of days of the period before (all of it where it has fewer, or the present one is complete).
 */
export interface Windows {
  readonly unit: PeriodUnit;
  readonly all: readonly Window[];
  readonly keys: readonly string[];
  readonly isPartial: boolean;
  /** The number of the period that a day lies in; -1: before all of them. */
  readonly periodOf: (day: number) => number;
  readonly isPrevious: (day: number) => boolean;
  /** Whether it lies in the period before all of them. */
  readonly isBefore: (day: number) => boolean;
}

export function windowsOf(unit: PeriodUnit, asOf: string): Windows {
  const today = dayNumber(asOf);
  const last = periodAt(unit, today);
  const first = last - coursePeriods + 1;
  const periods = Array.from({ length: coursePeriods }, (_, i) => ({
    first: periodStart(unit, first + i),
    last: Math.min(today, periodEnd(unit, first + i)),
  }));
  const start = periodStart(unit, last - 1);
  const before = periodStart(unit, first - 1);
  const isPartial = periodEnd(unit, last) > today;
  const end = periodEnd(unit, last - 1);
  const equal = {
    first: start,
    last: isPartial ? Math.min(end, start + today - periodStart(unit, last)) : end,
  };
  return {
    unit,
    all: [...periods, equal],
    keys: periods.map((_, i) => periodKey(unit, first + i)),
    isPartial,
    periodOf: oncePerDay((day) =>
      day < periods[0]!.first || day > today ? -1 : periodAt(unit, day) - first,
    ),
    isPrevious: (day) => day >= equal.first && day <= equal.last,
    isBefore: (day) => day >= before && day < periods[0]!.first,
  };
}

/** A number for each window, all zero. */
export function perWindow(): number[] {
  return Array<number>(coursePeriods + 1).fill(0);
}

/** Adds to the period of the day and, where the day lies in it, to the equal part of the one before. */
export function addAt(counts: number[], day: number, { windows, amount = 1 }: Added): void {
  const period = windows.periodOf(day);
  if (period >= 0) counts[period] = counts[period]! + amount;
  if (windows.isPrevious(day)) counts[previous] = counts[previous]! + amount;
}

interface Added {
  readonly windows: Windows;
  readonly amount?: number;
}
