import { userInfo } from "node:os";
import { createApp, type World } from "./app.ts";
import { run } from "./main.ts";
import { loadPrompts } from "./prompt.ts";
import { openDb } from "./store/db.ts";
import { processZone } from "./values/zone.ts";

/** A reader that has seen enough (`crm contact list | head`) closes the pipe: that is no failure. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
}

function realWorld(): World {
  const isTty = {
    in: process.stdin.isTTY === true,
    out: process.stdout.isTTY === true,
    err: process.stderr.isTTY === true,
  };
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    input: () => process.stdin,
    isTty,
    width: process.stdout.columns ?? 80,
    env: process.env,
    clock: () => new Date(),
    zone: processZone,
    zoneName: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    user: process.env["USER"] ?? userName(),
    node: process.versions.node,
    ask: () => loadPrompts(process.stderr),
    open: (path, mode) => openDb({ path, mode, busyMs: isTty.in && isTty.err ? 5000 : 30_000 }),
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}

process.stdout.on("error", endQuietly);
run(process.argv.slice(2), createApp(realWorld())).then((code) => {
  process.exitCode = code;
});
