import { readFileSync, statSync } from "node:fs";
import { UserError } from "../errors.ts";
import { plainEnv, programWords, type RunOptions, runProgram } from "./program.ts";

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

/**
 * The first line of what a command prints. Password stores ask the user's agents, so this program gets the whole
 * environment. `name` is the setting, for errors.
 */
export async function commandSecret(
  name: string,
  text: string,
  { env, timeoutMs }: Pick<RunOptions, "env" | "timeoutMs">,
): Promise<string> {
  const argv = programWords(name, text);
  const ran = await runProgram(argv, { env: { ...env, ...plainEnv(env) }, input: "", timeoutMs }).catch(
    (error: unknown) => {
      const why =
        error instanceof Error && "code" in error && error.code === "ENOENT"
          ? "there is no such program"
          : "it cannot be started";
      throw new UserError("refused", name + ": " + argv[0] + ": " + why);
    },
  );
  const secret = ran.out.replace(/\r?\n[\s\S]*$/, "");
  if (ran.code === 0 && secret !== "") return secret;
  const how = ran.isTimeout ? "did not end" : ran.code === 0 ? "printed nothing" : "ended with " + ran.code;
  throw new UserError("refused", name + ": " + argv[0] + " " + how);
}
