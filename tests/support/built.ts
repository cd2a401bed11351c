import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, onTestFinished } from "vitest";

/** How the built program is called; CRM_TEST_PROGRAM is another, such as the single executable. */
export const program: readonly [string, ...string[]] =
  process.env.CRM_TEST_PROGRAM === undefined
    ? [process.execPath, resolve("bin/crm")]
    : [resolve(process.env.CRM_TEST_PROGRAM)];
const [first, ...own] = program;

/** The same for a shell. */
export const programLine = program.map((word) => "'" + word + "'").join(" ");

/** What is in a home, but for the library that the single executable keeps there in a cache. */
export function filesIn(home: string): string[] {
  return readdirSync(home).filter((name) => process.env.CRM_TEST_PROGRAM === undefined || name !== ".cache");
}

/** A folder that is gone when the test is over. */
export function scratch(): string {
  return folderUntil(onTestFinished);
}

/** A folder for all tests of a file or group, gone when they are over. */
export function scratchForAll(): string {
  return folderUntil(afterAll);
}

/** What a program that was ended still writes there may come while it is emptied. */
function folderUntil(end: (remove: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "crm-test-"));
  end(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What the program finds around it: nothing of the test runner's, a home of its own, a fixed clock. */
export function cleanEnv(home: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: home,
    TZ: "Europe/Berlin",
    CRM_NOW: "2026-11-21T09:00:00Z",
    ...more,
  };
}

/** Runs the built program as a shell would. */
export function runBuilt(
  argv: readonly string[],
  { home, env = {}, input = "" }: { home: string; env?: Readonly<Record<string, string>>; input?: string },
): Ran {
  const ran = spawnSync(first, [...own, ...argv], {
    env: cleanEnv(home, env),
    input,
    encoding: "utf8",
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

/** The same without waiting for it. */
export function startBuilt(argv: readonly string[], home: string) {
  return spawn(first, [...own, ...argv], {
    env: cleanEnv(home),
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** Runs a line of shell in which `crm` is the built program. */
export function shell(line: string, home: string): Ran {
  const script = `crm() { ${programLine} "$@"; }\n${line}`;
  const ran = spawnSync("bash", ["-c", script], { env: cleanEnv(home), encoding: "utf8" });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}
