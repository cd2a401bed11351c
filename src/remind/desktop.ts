import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { findProgram } from "../find-program.ts";
import { escapeHtml } from "../output/html/escape.ts";
import { type Deliver, DeliveryError, type Surroundings } from "./channel.ts";
import type { Message } from "./message.ts";
import { plainEnv, runProgram } from "./program.ts";

/** More lines than these are cut off by notification windows. */
const shownLines = 8;

/** Shows a notification on the user's desktop with notify-send. */
export function toDesktop({ env, timeoutMs }: Surroundings): Deliver {
  return async (message) => {
    const program = findProgram("notify-send", { PATH: plainEnv(env).PATH });
    if (program === undefined) {
      throw new DeliveryError("notify-send is not installed", {
        hint: "install the package libnotify-bin, or use another channel",
      });
    }
    const isLate = message.items.some(({ section }) => section === "overdue");
    const options = ["--app-name=crm", "--urgency=" + (isLate ? "critical" : "normal")];
    const argv = [program, ...options, "--", message.subject, bodyOf(message)];
    const { code, err, isTimeout } = await runProgram(argv, { env: desktopEnv(env), input: "", timeoutMs });
    if (isTimeout) throw new DeliveryError("notify-send did not end", { uncertain: true });
    if (code === 0) return;
    const said = err.trim().split("\n")[0] ?? "";
    throw new DeliveryError("notify-send failed" + (said === "" ? "" : ": " + said), {
      hint: "is a desktop running? Under cron it needs DBUS_SESSION_BUS_ADDRESS",
    });
  };
}

/** A notification's body is read as simple markup. */
function bodyOf({ blocks }: Message): string {
  const lines = blocks.flatMap((block) => block.lines.map(({ when, what }) => when + "  " + what));
  const more = lines.length > shownLines ? ["and " + (lines.length - shownLines) + " more: crm today"] : [];
  return [...lines.slice(0, shownLines), ...more].map(escapeHtml).join("\n");
}

/**
 * cron does not know the session's bus, which stands in a place of its own on today's systems. A user without an entry in
 * the system's list (in a container) has no such place of his own: `uidOf` throws.
 */
export function desktopEnv(
  env: Surroundings["env"],
  uidOf: () => number = () => userInfo().uid,
): Record<string, string> {
  const plain: Record<string, string> = { ...plainEnv(env), DISPLAY: env.DISPLAY ?? ":0" };
  if (plain.DBUS_SESSION_BUS_ADDRESS !== undefined) return plain;
  const runtime = plain.XDG_RUNTIME_DIR ?? runtimeOf(uidOf);
  if (runtime === undefined || !existsSync(runtime + "/bus")) return plain;
  return { ...plain, DBUS_SESSION_BUS_ADDRESS: "unix:path=" + runtime + "/bus" };
}

function runtimeOf(uidOf: () => number): string | undefined {
  try {
    return "/run/user/" + uidOf();
  } catch {
    return undefined;
  }
}
