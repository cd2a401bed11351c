/** The zone of the process: read without Intl, which costs about 12 ms at its first use. */
export const processZone = "local";

const dayMs = 86_400_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Offset by UTC day; null: the offset changes within the day. */
  readonly days: Map<number, number | null>;
}

const zones = new Map<string, Zone>();

/** Milliseconds that the wall of the zone is ahead of UTC. */
export function offsetAt(ms: number, name: string): number {
  if (name === "UTC") return 0;
  if (name === processZone) return -new Date(ms).getTimezoneOffset() * 60_000;
  const zone = zones.get(name) ?? makeZone(name);
  const day = Math.floor(ms / dayMs);
  let offset = zone.days.get(day);
  if (offset === undefined) {
    const start = readOffset(day * dayMs, zone);
    offset = start === readOffset((day + 1) * dayMs, zone) ? start : null;
    zone.days.set(day, offset);
  }
  return offset ?? readOffset(ms, zone);
}

function makeZone(name: string): Zone {
  const two = "2-digit";
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: name, hourCycle: "h23", year: "numeric", month: two, day: two },
    ...{ hour: two, minute: two, second: two },
  });
  const zone = { format, days: new Map<number, number | null>() };
  zones.set(name, zone);
  return zone;
}

/** The formatter writes "11/21/2026, 10:00:00". */
function readOffset(ms: number, zone: Zone): number {
  const shown = zone.format.format(ms);
  const part = (from: number, length: number) => Number(shown.slice(from, from + length));
  const seconds = Math.floor(ms / 1000) * 1000;
  return Date.UTC(part(6, 4), part(0, 2) - 1, part(3, 2), part(12, 2), part(15, 2), part(18, 2)) - seconds;
}
