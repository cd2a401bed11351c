import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scheduleOf } from "../../src/remind/schedule.ts";
import { program } from "../remind/due.ts";
import { scratch } from "../support/built.ts";
import { type Crm, setupCrm } from "../support/crm.ts";

/** A crontab of the test's own; `installed` is the file that holds it. */
function withCrontab(before?: string): { crm: Crm; installed: string; folder: string } {
  const folder = scratch();
  const installed = join(folder, "installed");
  if (before !== undefined) writeFileSync(installed, before);
  const list = `cat '${installed}' 2>/dev/null || { echo "no crontab for me" >&2; exit 1; }`;
  program(folder, "crontab", `case "$1" in -l) ${list} ;; -) cat > '${installed}' ;; esac`);
  return {
    crm: setupCrm({ env: { PATH: folder + ":/usr/bin:/bin", CRM_DB: "/srv/it's 50%/crm.db" } }),
    installed,
    folder,
  };
}

const mine = "# mine\n0 4 * * * /usr/bin/true\n";
const line = `*/15 * * * * /usr/bin/node /opt/crm/bin/crm --db '/srv/it'"'"'s 50\\%/crm.db' --no-input remind --to email`;

describe("crm cron", () => {
  it("puts its line between marks, behind what is there", async () => {
    const { crm, installed } = withCrontab(mine);
    expect(await crm("cron", "install", "--to", "email")).toMatchObject({ code: 0, out: "" });
    expect(readFileSync(installed, "utf8")).toBe(
      mine + "# crm begin remind\n" + line + "\n# crm end remind\n",
    );
    expect(await crm("cron", "show")).toMatchObject({ code: 0, out: line + "\n" });
  });

  it("installs into a crontab that is not there yet, or does not end in a line break", async () => {
    const { crm, installed } = withCrontab();
    await crm("cron", "install", "--to", "email");
    expect(readFileSync(installed, "utf8")).toMatch(/^# crm begin remind\n/);
    writeFileSync(installed, "0 4 * * * /usr/bin/true");
    await crm("cron", "install", "--to", "email");
    expect(readFileSync(installed, "utf8")).toMatch(/^0 4 \* \* \* \/usr\/bin\/true\n# crm begin/);
  });

  it("the same name again replaces the line, and removing gives back the very crontab of before", async () => {
    const { crm, installed } = withCrontab(mine);
    await crm("cron", "install", "--to", "email");
    await crm("cron", "install", "--to", "email", "--at", "07:30", "--weekdays");
    await crm("cron", "install", "--to", "desktop", "--name", "desk");
    expect(readFileSync(installed, "utf8").match(/^30 7 \* \* 1-5 /gm)).toHaveLength(1);
    expect(readFileSync(installed, "utf8")).not.toContain(
      "*/15 * * * * /usr/bin/node /opt/crm/bin/crm --db '/srv/it'\"'\"'s 50\\%/crm.db' --no-input remind --to email",
    );
    await crm("cron", "remove");
    await crm("cron", "remove", "--name", "desk");
    expect(readFileSync(installed, "utf8")).toBe(mine);
  });

  it("a crontab that cannot be read is left alone", async () => {
    const { crm, installed, folder } = withCrontab(mine);
    program(
      folder,
      "crontab",
      `[ "$1" = -l ] && { echo "you are not allowed" >&2; exit 1; }; cat > '${installed}'`,
    );
    const { code, err } = await crm("cron", "install", "--to", "email");
    expect({ code, err }).toEqual({
      code: 1,
      err: "crm: crontab -l failed: you are not allowed (your crontab was left as it is)\n",
    });
    expect(readFileSync(installed, "utf8")).toBe(mine);
  });

  it("a mark without its other half is not guessed at", async () => {
    const { crm, installed } = withCrontab("# crm begin remind\n" + mine);
    expect(await crm("cron", "remove")).toMatchObject({ code: 1 });
    expect(readFileSync(installed, "utf8")).toBe("# crm begin remind\n" + mine);
  });

  it("prints the line, or changes nothing in a dry run", async () => {
    const { crm, installed } = withCrontab();
    expect(await crm("cron", "install", "--to", "email", "--print")).toEqual({
      code: 0,
      out: line + "\n",
      err: "",
    });
    expect((await crm("cron", "install", "--to", "email", "-n")).out).toContain(line);
    expect(existsSync(installed)).toBe(false);
  });

  it("names the user's own settings, for cron may know no home", async () => {
    const crm = setupCrm({ config: 'user = "jane"\n' });
    const { out } = await crm("cron", "install", "--to", "email", "--print");
    expect(out).toMatch(
      /^\*\/15 \* \* \* \* CRM_CONFIG=\/home\/me\/\.config\/crm\/config\.toml \/usr\/bin\/node /,
    );
  });

  it("makes the two files of a systemd timer", async () => {
    const { crm } = withCrontab();
    const { out } = await crm(
      "cron",
      "install",
      "--to",
      "email",
      "--at",
      "07:30",
      "--weekdays",
      "--systemd",
      "--print",
    );
    expect(out).toContain(
      'ExecStart=/usr/bin/node /opt/crm/bin/crm --db "/srv/it\'s 50%%/crm.db" --no-input remind --to email\n',
    );
    expect(out).toContain("OnCalendar=Mon..Fri *-*-* 07:30:00\n");
  });

  it.each([
    [["--to", "pigeon"], /--to: no "pigeon"/],
    [["--to", "email", "--every", "7 minutes"], /does not divide an hour \(cron can do 1, 2, 3, /],
    [["--to", "email", "--every", "0 hours"], /no time at all/],
    [["--to", "email", "--at", "25:00"], /--at: "25:00" is no time of day/],
    [["--to", "email", "--at", "07:30", "--every", "1 hour"], /do not go together/],
    [["--to", "email", "--remind", "soon"], /--remind: "soon"/],
    [["--to", "email", "--name", "a b"], /one word/],
  ])("%j is refused, and nothing installed", async (options, said) => {
    const { crm, installed } = withCrontab(mine);
    const { code, err } = await crm("cron", "install", ...options);
    expect({ code, lines: err.split("\n").length }).toEqual({ code: 2, lines: 2 });
    expect(err).toMatch(said);
    expect(readFileSync(installed, "utf8")).toBe(mine);
  });
});

describe("a schedule", () => {
  it.each([
    ["15 minutes", "*/15 * * * *", "*-*-* *:0/15:00"],
    ["1 minute", "* * * * *", "*-*-* *:*:00"],
    ["60 minutes", "0 * * * *", "*-*-* *:00:00"],
    ["hour", "0 * * * *", "*-*-* *:00:00"],
    ["2 hours", "0 */2 * * *", "*-*-* 0/2:00:00"],
    ["day", "30 7 * * *", "*-*-* 07:30:00"],
  ])("every %s is %s", (every, cron, systemd) => {
    expect(scheduleOf({ every, at: [], weekdays: false })).toMatchObject({
      cron: [cron],
      systemd: [systemd],
    });
  });
});
