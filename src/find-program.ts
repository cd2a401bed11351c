import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

type Env = Readonly<Record<string, string | undefined>>;

/** The program's file, looked for as a shell would; undefined when there is none that can be run. */
export function findProgram(name: string, env: Env): string | undefined {
  const isPath = /[/\\]/.test(name);
  const ends = env.PATHEXT === undefined ? [""] : ["", ...env.PATHEXT.split(";")];
  const places = isPath ? [""] : (env.PATH ?? "").split(delimiter).filter((place) => place !== "");
  const files = places.flatMap((place) => ends.map((end) => (isPath ? name : join(place, name)) + end));
  return files.find(canRun);
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
