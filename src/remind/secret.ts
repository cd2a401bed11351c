import { readFileSync, statSync } from "node:fs";
import { UserError } from "../errors.ts";

/** What a file holds, without the line break at its end. Refused when others than its owner may read it. */
export function secretFile(name: string, path: string): string {
  let text: string;
  try {
    const { mode } = statSync(path);
    if ((mode & 0o077) !== 0) {
      throw new UserError("refused", name + ": others may read " + path, "chmod 600 " + path);
    }
    text = readFileSync(path, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why = code === "ENOENT" ? "there is no file " + path : path + " cannot be read (" + code + ")";
    throw new UserError("refused", name + ": " + why);
  }
  if (text === "") throw new UserError("refused", name + ": " + path + " is empty");
  return text;
}
