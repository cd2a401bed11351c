import { describe, expect, it } from "vitest";
import { setupCrm } from "../support/crm.ts";

const file = "/home/me/.config/crm/config.toml";

async function origin(crm: ReturnType<typeof setupCrm>, key: string, ...more: string[]) {
  const rows = await crm.json<Record<string, unknown>[]>("config", "list", "--show-origin", ...more);
  const { key: _, ...row } = rows.find((found) => found.key === key)!;
  return row;
}

describe("a setting", () => {
  it("is of the flag, else the environment, else the file, else the database, else the default", async () => {
    const env: Record<string, string> = { CRM_LOCALE: "fr-FR" };
    const crm = setupCrm({ env, config: 'locale = "de-DE"\n' });
    const without = setupCrm({ config: "" });
    expect(await origin(without, "locale")).toEqual({ value: "en", origin: "default", place: null });
    await without("config", "set", "locale", "es-ES");
    expect(await origin(without, "locale")).toEqual({
      value: "es-ES",
      origin: "database",
      place: ":memory:",
    });
    await crm("config", "set", "locale", "es-ES");
    expect(await origin(crm, "locale")).toEqual({
      value: "fr-FR",
      origin: "environment",
      place: "CRM_LOCALE",
    });
    expect(await origin(crm, "locale", "--config", "locale=it-IT")).toEqual({
      value: "it-IT",
      origin: "flag",
      place: "--config",
    });
    const filed = setupCrm({ config: 'locale = "de-DE"\n' });
    await filed("config", "set", "locale", "es-ES");
    expect(await origin(filed, "locale")).toEqual({ value: "de-DE", origin: "file", place: file });
    expect(await filed("config", "get", "locale")).toMatchObject({ out: "de-DE\n" });
  });

  it("of the file that goes before the one just set is named", async () => {
    const crm = setupCrm({ config: 'timezone = "UTC"' });
    const { code, err } = await crm("config", "set", "timezone", "Europe/Berlin");
    expect(code).toBe(0);
    expect(err).toContain(file + " has timezone UTC, which goes before it");
  });

  it("that is not known is refused with the one that was meant, wherever it stands", async () => {
    for (const { crm, argv } of [
      { crm: setupCrm({ config: 'locael = "de"' }), argv: ["contact", "list"] },
      { crm: setupCrm(), argv: ["contact", "list", "--config", "locael=de"] },
      { crm: setupCrm(), argv: ["config", "set", "locael", "de"] },
      { crm: setupCrm(), argv: ["config", "get", "locael"] },
    ]) {
      const { code, out, err } = await crm(...argv);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain('Did you mean "locale"?');
    }
  });

  it.each([
    [{ config: 'timezone = "Mars"' }, file + ' timezone: "Mars" is no time zone'],
    [{ env: { CRM_TIMEZONE: "Mars" } }, 'CRM_TIMEZONE: "Mars" is no time zone'],
    [{ config: "week\nx=1" }, file + " line 1:"],
    [{ env: { CRM_FORMAT: "jsn" } }, 'Did you mean "json"?'],
  ])("that cannot be right is an error that names its place (%j)", async (setup, said) => {
    const { code, out, err } = await setupCrm(setup)("contact", "list");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(said);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("of the terminal goes to the file and is never taken from a database", async () => {
    const crm = setupCrm();
    crm.db.run("INSERT INTO setting (key, value) VALUES ('pager', 'rm -rf /')");
    expect((await crm("config", "get", "pager")).out).toBe("\n");
    const { err } = await crm("config", "set", "pager", "less -S");
    expect(err).toBe("Set pager to less -S in " + file + "\n");
    expect(await origin(crm, "pager")).toEqual({ value: "less -S", origin: "file", place: file });
  });

  it("in the file is changed in its place, and the rest of the file stays", async () => {
    const text = '# mine\nlocale = "de-DE" \n\n[week]\nstart = "monday"\n\n[alias]\ndue = "today"\n';
    const crm = setupCrm({ config: text });
    await crm("config", "set", "week.start", "sunday", "--file");
    await crm("config", "set", "country", "AT", "--file");
    await crm("config", "unset", "locale", "--file");
    expect(await origin(crm, "week.start")).toMatchObject({ value: "sunday", origin: "file" });
    expect(await origin(crm, "country")).toMatchObject({ value: "AT", origin: "file" });
    expect(await origin(crm, "locale")).toMatchObject({ value: "en", origin: "default" });
    expect(await crm("due")).toMatchObject({ code: 0 });
  });

  it("of the database can be unset and undone; its currency cannot be taken away", async () => {
    const crm = setupCrm();
    await crm("config", "set", "country", "DE");
    expect(await crm("config", "unset", "country")).toMatchObject({ code: 0 });
    expect((await crm("config", "get", "country")).out).toBe("\n");
    await crm("undo");
    expect((await crm("config", "get", "country")).out).toBe("DE\n");
    expect(await crm("config", "unset", "currency")).toMatchObject({ code: 1 });
  });
});

describe("an alias", () => {
  it("stands for the words it was given, with what follows it", async () => {
    const crm = setupCrm();
    await crm("contact", "add", "Jane Roe", "--city", "Berlin");
    await crm("contact", "add", "Tom Okafor", "--city", "Köln");
    await crm("config", "set", "alias.berliners", "contact list 'city = Berlin'");
    expect(await crm("berliners", "-q")).toMatchObject({ code: 0, out: "1\n" });
    expect((await crm("config", "list")).out).toContain(
      "alias.berliners\tcontact list 'city = Berlin'\tfile",
    );
  });

  it("neither hides a command nor begins with what is none", async () => {
    const crm = setupCrm();
    expect((await crm("config", "set", "alias.contact", "deal list")).err).toContain("there is a command");
    expect((await crm("config", "set", "alias.x", "dael list")).err).toContain('Did you mean "deal"?');
    expect(await setupCrm({ config: '[alias]\ncontact = "deal list"' })("contact", "list")).toMatchObject({
      code: 0,
      out: expect.stringContaining("name"),
    });
  });
});

it("numbers follow the locale, days the zone of the settings", async () => {
  const crm = setupCrm({ terminal: 80, config: 'locale = "de-DE"\ntimezone = "Asia/Tokyo"' });
  await crm("contact", "add", "Jane");
  await crm("order", "add", "1", "--amount", "1234.50");
  expect((await crm("order", "list")).out).toContain("1.234,50");
});
