import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { program } from "../remind/due.ts";
import { programLine, runBuilt, scratch, startBuilt } from "../support/built.ts";

/** A home with one follow-up that is due, whatever the year. */
function homeWithDue(): string {
  const home = scratch();
  runBuilt(["followup", "add", "send the quote", "--due", "2020-01-01", "-q"], { home });
  return home;
}

/** crontab as cron's own: -l prints what is installed or fails, - installs. */
function fakeCrontab(folder: string): string {
  const file = join(folder, "installed");
  program(
    folder,
    "crontab",
    `case "$1" in -l) cat '${file}' 2>/dev/null || { echo "no crontab for me" >&2; exit 1; } ;; -) cat > '${file}' ;; esac`,
  );
  return file;
}

describe("two crm remind at once", () => {
  it("never send twice", async () => {
    const home = homeWithDue();
    const file = program(home, "notify", `echo sent >> '${home}/sent'; sleep 0.5`);
    const argv = ["remind", "--to", "command", "--config", "remind.command=" + file];
    const runs = [1, 2, 3, 4].map(() => {
      const child = startBuilt(argv, home);
      return new Promise<number | null>((ended) => child.on("exit", ended));
    });
    expect(await Promise.all(runs)).toEqual([0, 0, 0, 0]);
    expect(readFileSync(join(home, "sent"), "utf8")).toBe("sent\n");
    expect(runBuilt(argv, { home })).toEqual({ code: 0, out: "", err: "" });
  });

  it("one that is killed in the middle marks nothing as sent", async () => {
    const home = homeWithDue();
    const file = program(home, "notify", `echo sent >> '${home}/sent'; exec sleep 5`);
    const child = startBuilt(["remind", "--to", "command", "--config", "remind.command=" + file], home);
    while (spawnSync("test", ["-s", join(home, "sent")]).status !== 0)
      await new Promise((soon) => setTimeout(soon, 20));
    child.kill("SIGKILL");
    await new Promise((ended) => child.on("exit", ended));
    const { out } = runBuilt(
      ["sql", "SELECT sent_at IS NULL AS unsent, claim IS NOT NULL AS claimed FROM reminder", "--json"],
      { home },
    );
    expect(JSON.parse(out)).toEqual([{ unsent: 1, claimed: 1 }]);
  });
});

describe("the line of the crontab", () => {
  it("works with cron's empty environment, for a path with blanks, quotes and percent signs", () => {
    const home = join(scratch(), "it's 50 %a day");
    mkdirSync(home);
    runBuilt(["followup", "add", "send the quote", "--due", "2020-01-01"], { home });
    const folder = scratch();
    const installed = fakeCrontab(folder);
    const env = { PATH: folder + ":" + (process.env.PATH ?? "") };
    const install = runBuilt(["cron", "install", "--to", "stdout", "--at", "07:30"], { home, env });
    expect(install).toMatchObject({ code: 0, out: "" });
    const [begin, line = "", end] = readFileSync(installed, "utf8").split("\n");
    expect([begin, end]).toEqual(["# crm begin remind", "# crm end remind"]);
    expect(line).toMatch(/^30 7 \* \* \* \//);
    // What cron does to a line before sh gets it: an unescaped percent sign would end it.
    const command = line.split(" ").slice(5).join(" ");
    expect(command.replaceAll("\\%", "")).not.toContain("%");
    const ran = spawnSync("env", ["-i", "/bin/sh", "-c", command.replaceAll("\\%", "%")], {
      cwd: "/",
      encoding: "utf8",
    });
    expect({ code: ran.status, err: ran.stderr }).toEqual({ code: 0, err: "" });
    expect(ran.stdout).toContain("send the quote");
    const again = spawnSync("env", ["-i", "/bin/sh", "-c", command.replaceAll("\\%", "%")], {
      cwd: "/",
      encoding: "utf8",
    });
    expect({ out: again.stdout, err: again.stderr, code: again.status }).toEqual({
      out: "",
      err: "",
      code: 0,
    });
  });
});

describe("the example of a crontab", () => {
  const lines = readFileSync("examples/remind.cron", "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

  it.each(lines)("%s", (line) => {
    const home = homeWithDue();
    mkdirSync(join(home, ".local/share/crm"), { recursive: true });
    const command = line
      .split(" ")
      .slice(5)
      .join(" ")
      .replace("/usr/bin/node /usr/local/bin/crm", programLine);
    const env = {
      ...{ HOME: home, CRM_REMIND_ICS_FILE: "~/crm.ics" },
      ...{ CRM_REMIND_EMAIL_TO: "me@okafor.example", PATH: process.env.PATH },
    };
    const ran = spawnSync("/bin/sh", ["-c", command + " --dry-run"], { env, encoding: "utf8" });
    expect({ code: ran.status, err: ran.stderr.replace("Nothing was sent (dry run).\n", "") }).toEqual({
      code: 0,
      err: "",
    });
    expect(ran.stdout).toContain("send the quote");
  });
});
