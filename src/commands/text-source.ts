import { readFileSync } from "node:fs";
import type { App } from "../app.ts";
import { UserError } from "../errors.ts";
import { fileChunks } from "../import/source.ts";

/** To a person whose keyboard is standard input. */
const waiting = "reading standard input; Ctrl-D ends it";

/** The bytes of a file, or of standard input for "-", which has to have some. */
export function bytesOf(app: App, file: string): AsyncIterable<Uint8Array> {
  return file === "-" ? sentIn(app) : fileChunks(file);
}

async function* sentIn(app: App): AsyncGenerator<Uint8Array, void, undefined> {
  if (app.world.isTty.in) app.say(waiting);
  let isEmpty = true;
  for await (const bytes of app.world.input()) {
    if (bytes.length > 0) isEmpty = false;
    yield bytes;
  }
  if (isEmpty)
    throw new UserError(
      "refused",
      "standard input is empty",
      "send a file there: - < FILE, or name it instead of -",
    );
}

/** The text of a file, or of standard input for "-"; an error names the option. */
export async function textOf(app: App, option: string, file: string): Promise<string> {
  if (file === "-") return standardInput(app);
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const why = code === "ENOENT" ? "there is no file " + file : "cannot read " + file + " (" + code + ")";
    throw new UserError(code === "ENOENT" ? "not_found" : "refused", option + ": " + why);
  }
}

/** Standard input has records elsewhere: a contact that is named "-" was not meant. */
export function refuseDash(name: string | undefined, what: "contacts" | "companies" | "deals"): void {
  if (name?.trim() !== "-") return;
  throw new UserError("usage", '"-" is no name', "records from standard input: crm import " + what + " -");
}

async function standardInput(app: App): Promise<string> {
  if (app.world.isTty.in) app.say(waiting);
  const parts: Uint8Array[] = [];
  for await (const part of app.world.input()) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
