import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { desktopEnv } from "../../src/remind/desktop.ts";
import { programWords } from "../../src/remind/program.ts";
import { scratch } from "../support/built.ts";
import { oneDue, program, sentOf } from "./due.ts";

describe("the command", () => {
  it("gets the reminders on its standard input, its words as they are, and none of our environment", async () => {
    const folder = scratch();
    const file = program(
      folder,
      "notify me",
      `cat > ${folder}/in; printf '%s|' "$@" > ${folder}/args; env > ${folder}/env`,
    );
    const env = {
      PATH: "/usr/bin:/bin",
      CRM_REMIND_COMMAND: `'${file}' --title "a b" $(touch ${folder}/hacked)`,
      CRM_SMTP_PASSWORD: "open sesame",
    };
    const crm = await oneDue({ env });
    crm.db.run("UPDATE follow_up SET title = ?", ["$(touch " + folder + "/hacked); `id`"]);
    expect(await crm("remind", "--to", "command")).toEqual({ code: 0, out: "", err: "" });
    expect(JSON.parse(readFileSync(join(folder, "in"), "utf8"))).toMatchObject({
      type: "crm.reminder",
      items: [{ id: 1 }],
    });
    expect(readFileSync(join(folder, "args"), "utf8")).toBe("--title|a b|$(touch|" + folder + "/hacked)|");
    expect(existsSync(join(folder, "hacked"))).toBe(false);
    expect(readFileSync(join(folder, "env"), "utf8")).not.toContain("sesame");
  });

  it("that fails is told of with its last words, and marks nothing", async () => {
    const folder = scratch();
    const file = program(folder, "fail", "echo no network >&2; exit 3");
    const crm = await oneDue({ env: { CRM_REMIND_COMMAND: file } });
    expect(await crm("remind", "--to", "command")).toEqual({
      code: 1,
      out: "",
      err: "crm: command: " + file + " ended with 3: no network\n",
    });
    expect(sentOf(crm)).toEqual([]);
  });

  it("that never ends is stopped", async () => {
    const file = program(scratch(), "hang", "exec sleep 60");
    const crm = await oneDue({ env: { PATH: "/usr/bin:/bin", CRM_REMIND_COMMAND: file } });
    const { code, err } = await crm("remind", "--to", "command", "--timeout", "1");
    expect({ code, err }).toEqual({
      code: 1,
      err: "crm: command: " + file + " did not end within 1 s and was stopped\n",
    });
  });

  it.each([
    ["remind.command", "/bin/false", "command"],
    ["remind.ics.file", "/tmp/bashrc", "ics"],
  ])("%s cannot be set by a database, which somebody may have sent", async (key, value, channel) => {
    const crm = await oneDue();
    crm.db.run("INSERT INTO setting (key, value) VALUES (?, ?)", [key, value]);
    expect((await crm("remind", "--to", channel)).err).toContain(key + " is not set");
  });

  it("a secret's file cannot either", async () => {
    const crm = await oneDue({
      env: { CRM_SMTP_HOST: "localhost", CRM_SMTP_USER: "me", CRM_REMIND_EMAIL_TO: "a@okafor.example" },
    });
    crm.db.run("INSERT INTO setting (key, value) VALUES ('smtp.passwordFile', '/etc/hostname')");
    expect((await crm("remind", "--to", "email")).err).toContain("smtp.user is set, but no password");
  });

  it.each([
    ["a 'b c' d", ["a", "b c", "d"]],
    ['"a \\"b" c\\ d', ['a "b', "c d"]],
    ["a''b", ["ab"]],
  ])("%s is split as a shell would", (text, words) => {
    expect(programWords("x", text)).toEqual(words);
  });

  it.each(["'a", 'b "c', "", "  "])("%j is no command", (text) => {
    expect(() => programWords("x", text)).toThrow("is no command");
  });
});

describe("the desktop", () => {
  it("shows a notification with the words as they are, its body as markup", async () => {
    const folder = scratch();
    program(folder, "notify-send", `printf '%s\\n' "$@" > ${folder}/args`);
    const crm = await oneDue({ env: { PATH: folder + ":/usr/bin:/bin" } });
    crm.db.run("UPDATE follow_up SET title = '--help <b>; touch x'");
    expect(await crm("remind", "--to", "desktop")).toEqual({ code: 0, out: "", err: "" });
    expect(readFileSync(join(folder, "args"), "utf8").split("\n")).toEqual([
      ...["--app-name=crm", "--urgency=critical", "--"],
      "Call Jane Roe: --help <b>; touch x (Thu 19 Nov)",
      "Thu 19 Nov  Call Jane Roe: --help &lt;b&gt;; touch x (1)",
      "",
    ]);
  });

  it("is looked for in the runtime directory, also of a user whom the system has no entry for", () => {
    const nobody = () => {
      throw new Error("ENOENT: uv_os_get_passwd");
    };
    const env = { PATH: "/bin", DISPLAY: ":1" };
    expect(desktopEnv(env, nobody)).toEqual(env);
    const folder = scratch();
    const there = { ...env, XDG_RUNTIME_DIR: folder };
    expect(desktopEnv(there, nobody)).toEqual(there);
    writeFileSync(join(folder, "bus"), "");
    const bus = { DBUS_SESSION_BUS_ADDRESS: "unix:path=" + folder + "/bus" };
    expect(desktopEnv(there, nobody)).toEqual({ ...there, ...bus });
    const own = { ...there, DBUS_SESSION_BUS_ADDRESS: "unix:path=/own" };
    expect(desktopEnv(own, nobody)).toEqual(own);
  });

  it("that is not there is told of, and the other channels have their turn", async () => {
    const folder = scratch();
    program(folder, "notify-send", "echo no bus >&2; exit 1");
    const crm = await oneDue({ env: { PATH: folder + ":/usr/bin:/bin" } });
    const { code, out, err } = await crm("remind", "--to", "desktop,stdout");
    expect(code).toBe(1);
    expect(err).toMatch(/^crm: desktop: notify-send failed: no bus .*\n$/);
    expect(out).toContain("send the quote");
    expect(sentOf(crm)).toEqual([{ channel: "stdout", itemKey: "followup:1", timesSent: 1 }]);
  });
});
