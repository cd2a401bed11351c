import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawn } from "@lydell/node-pty";
import { describe, expect, it } from "vitest";
import { cleanEnv, programLine, runBuilt, scratch } from "../support/built.ts";

interface Shell {
  readonly argv: readonly string[];
  readonly source: string;
}

const shells: Readonly<Record<string, Shell>> = {
  bash: { argv: ["--norc", "--noprofile", "-i"], source: 'eval "$(crm completion bash)"' },
  zsh: { argv: ["-f", "-i"], source: 'autoload -U compinit; compinit -u; eval "$(crm completion zsh)"' },
  fish: { argv: ["--no-config", "-i"], source: "crm completion fish | source" },
};

/** A home with a database whose names would do harm if a shell expanded them, and crm on the PATH. */
function home(): { folder: string; env: Record<string, string> } {
  const folder = scratch();
  const file = join(folder, "crm");
  writeFileSync(file, `#!/bin/sh\nexec ${programLine} "$@"\n`, {
    mode: 0o755,
  });
  const env = cleanEnv(folder, {
    PATH: folder + ":" + process.env.PATH,
    TERM: "xterm",
    PS1: "$ ",
    LANG: "C.UTF-8",
  });
  for (const [name, email] of [
    ["Jane Roe", "jane@acme.example"],
    ["$(touch x)", "tom@okafor.example"],
    ["`touch x`; touch x", "ida@lind.example"],
  ] as const) {
    runBuilt(["contact", "add", name, "--email", email, "--first", name, "--tag", "$(touch-x)"], {
      home: folder,
    });
  }
  return { folder, env };
}

/** Types the lines into the shell, one after the other when the screen has been quiet, and gives what was shown. */
async function typed(
  { argv }: Shell,
  name: string,
  lines: readonly string[],
  place: ReturnType<typeof home>,
) {
  const terminal = spawn(name, [...argv], { cols: 120, rows: 40, cwd: place.folder, env: place.env });
  let shown = "";
  let changed = Date.now();
  terminal.onData((text) => {
    // fish asks what terminal it is on, and waits for the answer.
    if (text.includes("\u001b[c") || text.includes("\u001b[0c")) terminal.write("\u001b[?62;c");
    shown += text;
    changed = Date.now();
  });
  const quiet = async () => {
    for (changed = Date.now(); Date.now() - changed < 700; )
      await new Promise((done) => setTimeout(done, 50));
  };
  await quiet();
  for (const line of lines) {
    terminal.write(line);
    await quiet();
  }
  terminal.kill();
  return shown;
}

describe.each(Object.keys(shells))("completion in a real %s", (name) => {
  const shell = shells[name]!;
  const isThere = spawnSync(name, ["-c", "exit"]).status === 0;

  it.skipIf(!isThere)(
    "completes words, an email, and runs no name, sourced twice",
    { timeout: 60_000 },
    async () => {
      const place = home();
      const shown = await typed(
        shell,
        name,
        [
          shell.source + "\r",
          shell.source + "\r",
          "crm conta\t",
          "sho\t",
          "jane@\t",
          "--json > out.json\r",
          "crm contact show \t\t",
          "\u0003",
          "crm contact list --tag \t\t",
          "\u0003",
          "crm contact show $\t\t",
          "\u0003",
        ],
        place,
      );
      expect(shown).not.toMatch(/readonly|error|not found/i);
      expect(runBuilt(["contact", "show", "1", "--json"], { home: place.folder }).out).toContain("jane@acme");
      expect(readdirSync(place.folder)).toContain("out.json");
      expect(existsSync(join(place.folder, "x")), shown).toBe(false);
      expect(spawnSync("cat", [join(place.folder, "out.json")], { encoding: "utf8" }).stdout).toContain(
        "Jane Roe",
      );
    },
  );
});

describe("the script's questions", () => {
  it("are answered within 150 ms more than an empty node, and make no database", () => {
    const folder = scratch();
    const timed = (work: () => void) => {
      const begun = performance.now();
      work();
      return performance.now() - begun;
    };
    const asked = ["completion", "words", "--", "contact", "show", "ja"];
    const pairs = Array.from({ length: 7 }, () => {
      const empty = timed(() => spawnSync(process.execPath, ["-e", "0"]));
      return timed(() => expect(runBuilt(asked, { home: folder }).out).toBe("")) - empty;
    });
    expect(Math.min(...pairs)).toBeLessThan(150);
    expect(readdirSync(folder)).toEqual([]);
  });
});
