import { type App, isAccessible } from "../../app.ts";
import { thousands } from "../../values/thousands.ts";

/**
 * Says on a terminal how far a long run is; nothing elsewhere, and nothing in the first half second. Where nothing may be
 * redrawn (ACCESSIBLE) it is a line of its own now and then.
 */
export interface Progress {
  at(rows: number): void;
  clear(): void;
}

const beginMs = 500;
const everyMs = 100;
const everyLineMs = 5000;

/** `share` gives how much has been read, from 0 to 1; undefined: nobody knows. */
export function progress(app: App, share: () => number | undefined): Progress {
  if (!app.world.isTty.err || app.options.quiet === true) return { at: () => {}, clear: () => {} };
  const now = () => app.world.clock().getTime();
  const begun = now();
  let next = begun + beginMs;
  const asLines = isAccessible(app);
  let isShown = false;
  return {
    at(rows) {
      const ms = now();
      if (ms < next) return;
      next = ms + (asLines ? everyLineMs : everyMs);
      isShown = !asLines;
      const part = share();
      const percent =
        part === undefined ? "" : " · " + Math.floor(part * 100) + " %" + left(ms - begun, part);
      const rate = Math.round(rows / ((ms - begun) / 1000));
      const text = `  ${thousands(rows)} rows · ${thousands(rate)} a second${percent}`;
      app.world.err(asLines ? text + "\n" : "\r\u001b[K" + text);
    },
    clear() {
      if (isShown) app.world.err("\r\u001b[K");
    },
  };
}

/** The time that the rest will take if it goes on like this; nothing at the very beginning. */
function left(ms: number, part: number): string {
  if (part < 0.01) return "";
  const seconds = Math.round(((1 - part) / part) * (ms / 1000));
  return " · " + Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0") + " left";
}
