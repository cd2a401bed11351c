import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../support/built.ts";
import { oneDue, program, sentOf } from "./due.ts";
import { type MailServer, mailServer, silentServer } from "./mail-server.ts";

const base = { PATH: "/usr/bin:/bin", CRM_REMIND_EMAIL_TO: "me@okafor.example" };

function over(server: Pick<MailServer, "port" | "caFile">, more: Readonly<Record<string, string>> = {}) {
  return {
    ...base,
    ...{ CRM_SMTP_HOST: "localhost", CRM_SMTP_PORT: String(server.port), CRM_SMTP_CA_FILE: server.caFile },
    ...more,
  };
}

const login = { CRM_SMTP_USER: "me", CRM_SMTP_PASSWORD: "open sesame" };

/** Line breaks of a folded header are taken out. */
function header(mail: string, name: string): string {
  const head = mail.slice(0, mail.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  return (
    head
      .split("\r\n")
      .find((line) => line.toLowerCase().startsWith(name.toLowerCase() + ":"))
      ?.slice(name.length + 2) ?? ""
  );
}

/** Without the line ends that quoted-printable puts in. */
function unwrapped(mail: string): string {
  return mail.replace(/=\r\n/g, "");
}

describe("mail over SMTP", () => {
  it("goes out once, with STARTTLS and login, as text and HTML", async () => {
    const server = await mailServer();
    const crm = await oneDue({ env: over(server, login) });
    expect(await crm("remind", "--to", "email")).toEqual({ code: 0, out: "", err: "" });
    expect(await crm("remind", "--to", "email")).toEqual({ code: 0, out: "", err: "" });
    expect(server.received).toHaveLength(1);
    const [mail] = server.received;
    expect(mail).toMatchObject({
      from: "me@okafor.example",
      to: ["me@okafor.example"],
      user: "me",
      secure: true,
    });
    expect(header(mail!.text, "Subject")).toBe("Call Jane Roe: send the quote (Thu 19 Nov)");
    expect(mail!.text).toContain("Content-Type: text/plain");
    expect(unwrapped(mail!.text)).toContain(
      "<li><strong>Thu 19 Nov</strong> Call Jane Roe: send the quote (1)<br>",
    );
    expect(sentOf(crm)).toEqual([{ channel: "email", itemKey: "followup:1", timesSent: 1 }]);
  });

  it("is told of to a person at a terminal, who would wonder", async () => {
    const server = await mailServer();
    const crm = await oneDue({ env: over(server, login), terminal: 80 });
    expect(await crm("remind", "--to", "email")).toMatchObject({
      out: "",
      err: "Sent 1 reminder to email\n",
    });
    expect((await crm("remind", "--to", "email")).err).toContain("Nothing to send");
  });

  it("speaks TLS from the beginning where smtp.secure is tls", async () => {
    const server = await mailServer({ secure: true });
    const crm = await oneDue({ env: over(server, { ...login, CRM_SMTP_SECURE: "tls" }) });
    expect(await crm("remind", "--to", "email")).toMatchObject({ code: 0, err: "" });
    expect(server.received).toMatchObject([{ user: "me", secure: true }]);
  });

  it("a refused login is one line, 1, and nothing is marked as sent; the next run tries again", async () => {
    const server = await mailServer();
    const env = { ...over(server, login), CRM_SMTP_PASSWORD: "wrong" };
    const crm = await oneDue({ env });
    const { code, out, err } = await crm("remind", "--to", "email");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(
      /^crm: email: localhost:\d+ refused the login of me .*check smtp.user and the password\)\n$/,
    );
    expect(err).not.toContain("wrong");
    expect(sentOf(crm)).toEqual([]);
    env.CRM_SMTP_PASSWORD = "open sesame";
    expect(await crm("remind", "--to", "email")).toEqual({ code: 0, out: "", err: "" });
    expect(server.received).toHaveLength(1);
  });

  it("a certificate of another host is refused, and said how to mend", async () => {
    const server = await mailServer({ host: "elsewhere.example" });
    const crm = await oneDue({ env: over(server, login) });
    const { code, err } = await crm("remind", "--to", "email");
    expect(code).toBe(1);
    expect(err).toMatch(
      /^crm: email: the certificate of localhost:\d+ does not fit: .*\(check smtp.host, or name the authority with smtp.caFile\)\n$/,
    );
    expect(server.received).toEqual([]);
    expect(sentOf(crm)).toEqual([]);
  });

  it("a certificate that nobody vouches for is refused", async () => {
    const server = await mailServer({ secure: true });
    const crm = await oneDue({
      env: { ...over(server, login), CRM_SMTP_CA_FILE: "", CRM_SMTP_SECURE: "tls" },
    });
    const { code, err } = await crm("remind", "--to", "email");
    expect({ code, lines: err.split("\n").length }).toEqual({ code: 1, lines: 2 });
    expect(err).toContain("certificate");
  });

  it("a server without STARTTLS gets no password", async () => {
    const server = await mailServer({ hideSTARTTLS: true, disabledCommands: ["STARTTLS"] });
    const crm = await oneDue({ env: over(server, login) });
    const { code, err } = await crm("remind", "--to", "email");
    expect(code).toBe(1);
    expect(err).toContain("smtp.secure");
    expect(server.received).toEqual([]);
  });

  it("a server that never answers holds nobody up", async () => {
    const port = await silentServer();
    const crm = await oneDue({ env: { ...base, CRM_SMTP_HOST: "127.0.0.1", CRM_SMTP_PORT: String(port) } });
    const begin = performance.now();
    const { code, err } = await crm("remind", "--to", "email", "--timeout", "1");
    expect(performance.now() - begin).toBeLessThan(4000);
    expect(code).toBe(1);
    expect(err).toMatch(/^crm: email: 127\.0\.0\.1:\d+: .*\n$/);
    expect(sentOf(crm)).toEqual([]);
  });

  it("a password does not go over an open line to another machine", async () => {
    const crm = await oneDue({
      env: { ...base, ...login, CRM_SMTP_HOST: "mail.acme.example", CRM_SMTP_SECURE: "none" },
    });
    const { code, err } = await crm("remind", "--to", "email");
    expect(code).toBe(1);
    expect(err).toContain("the password would be readable on its way to mail.acme.example");
  });

  it("two digests of the same reminders have one Message-ID", async () => {
    const server = await mailServer();
    for (const _ of [1, 2]) await (await oneDue({ env: over(server) }))("remind", "--to", "email");
    const [first, second] = server.received.map(({ text }) => header(text, "Message-ID"));
    expect(first).toMatch(/^<[0-9a-f]{32}@okafor\.example>$/);
    expect(second).toBe(first);
  });
});

describe("what could be smuggled into a mail", () => {
  it("line breaks in a name or title make no header, and markup is escaped", async () => {
    const server = await mailServer();
    const crm = await oneDue({ env: over(server) });
    const title = "a\r\nBcc: thief@evil.example\r\n\r\n<script>alert(1)</script>";
    crm.db.run("UPDATE follow_up SET title = ?", [title]);
    crm.db.run("UPDATE contact SET name = ?", ["Jane\nCc: thief@evil.example & <b>Co</b>"]);
    expect(await crm("remind", "--to", "email")).toMatchObject({ code: 0 });
    const [mail] = server.received;
    expect(mail?.to).toEqual(["me@okafor.example"]);
    const head = mail!.text.slice(0, mail!.text.indexOf("\r\n\r\n"));
    expect(head).not.toMatch(/^(bcc|cc):/im);
    const html = unwrapped(mail!.text).slice(unwrapped(mail!.text).indexOf("<!DOCTYPE html>"));
    expect(html).not.toContain("<script>");
    expect(html).toContain("Jane Cc: thief@evil.example &amp; &lt;b&gt;Co&lt;/b&gt;");
  });

  it.each(["b@x.example\r\nBcc: c@x.example", "b@x.example, not an address", "-oQ/tmp/x"])(
    "%j is no address when it is set",
    async (address) => {
      const crm = await oneDue();
      expect(await crm("config", "set", "remind.email.to", address)).toMatchObject({ code: 2 });
    },
  );

  it("an address that came into the table by another way is refused when it is used", async () => {
    const folder = scratch();
    program(folder, "sendmail", "touch " + join(folder, "ran"));
    const crm = await oneDue({ env: { PATH: folder } });
    crm.db.run("INSERT INTO setting (key, value) VALUES ('remind.email.to', ?)", [
      "b@x.example\r\nBcc: c@x.example",
    ]);
    const { code, err } = await crm("remind", "--to", "email");
    expect(code).toBe(2);
    expect(err).toContain("is no email address");
    expect(existsSync(join(folder, "ran"))).toBe(false);
  });
});

describe("the password", () => {
  it.each([0o640, 0o604])("is not read from a file of mode %o", async (mode) => {
    const file = join(scratch(), "secret");
    writeFileSync(file, "open sesame\n");
    chmodSync(file, mode);
    const server = await mailServer();
    const crm = await oneDue({ env: over(server, { CRM_SMTP_USER: "me", CRM_SMTP_PASSWORD_FILE: file }) });
    const { code, err } = await crm("remind", "--to", "email");
    expect(code).toBe(1);
    expect(err).toContain("others may read " + file);
    expect(server.received).toEqual([]);
  });

  it("comes from a file of the user's own, or from a command", async () => {
    const file = join(scratch(), "secret");
    writeFileSync(file, "open sesame\n", { mode: 0o600 });
    const server = await mailServer();
    const ways = [
      { CRM_SMTP_PASSWORD_FILE: file },
      { CRM_SMTP_PASSWORD_COMMAND: "printf '%s\\nsecond line' \"open sesame\"" },
    ];
    for (const way of ways) {
      const crm = await oneDue({ env: over(server, { CRM_SMTP_USER: "me", ...way }) });
      expect(await crm("remind", "--to", "email")).toMatchObject({ code: 0, err: "" });
    }
    expect(server.received.map(({ user }) => user)).toEqual(["me", "me"]);
  });

  it("is never shown by config list", async () => {
    const crm = await oneDue({ env: login });
    const { out } = await crm("config", "list", "--json");
    expect(out).toContain("smtp.passwordFile");
    expect(out).not.toContain("open sesame");
  });
});

describe("mail by sendmail", () => {
  it("gives the program the sender, the receivers and the mail", async () => {
    const folder = scratch();
    program(folder, "sendmail", `printf '%s\\n' "$@" > ${folder}/args; cat > ${folder}/mail`);
    const env = {
      PATH: folder + ":/usr/bin:/bin",
      CRM_REMIND_EMAIL_TO: "a@okafor.example, b@okafor.example",
      CRM_REMIND_EMAIL_FROM: "crm@okafor.example",
    };
    const crm = await oneDue({ env });
    expect(await crm("remind", "--to", "email")).toEqual({ code: 0, out: "", err: "" });
    expect(readFileSync(join(folder, "args"), "utf8").split("\n")).toEqual([
      "-i",
      "-f",
      "crm@okafor.example",
      "--",
      "a@okafor.example",
      "b@okafor.example",
      "",
    ]);
    const mail = readFileSync(join(folder, "mail"), "utf8");
    expect(mail).toContain("Subject: Call Jane Roe: send the quote (Thu 19 Nov)\n");
    expect(mail).not.toContain("\r");
  });

  it("one that fails is told of and marks nothing", async () => {
    const folder = scratch();
    program(folder, "sendmail", "echo 'mailbox is on fire' >&2; exit 75");
    const crm = await oneDue({ env: { PATH: folder + ":/bin", CRM_REMIND_EMAIL_TO: "me@okafor.example" } });
    const { code, err } = await crm("remind", "--to", "email");
    expect({ code, err }).toEqual({
      code: 1,
      err: "crm: email: sendmail ended with 75: mailbox is on fire\n",
    });
    expect(sentOf(crm)).toEqual([]);
  });

  it("one that hangs is stopped", async () => {
    const folder = scratch();
    program(folder, "sendmail", "exec sleep 60");
    const crm = await oneDue({
      env: { PATH: folder + ":/usr/bin:/bin", CRM_REMIND_EMAIL_TO: "me@okafor.example" },
    });
    expect(await crm("remind", "--to", "email", "--timeout", "1")).toMatchObject({
      code: 1,
      err: "crm: email: sendmail did not end\n",
    });
  });
});
