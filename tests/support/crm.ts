import { createApp } from "../../src/app.ts";
import { editInEditor } from "../../src/editor.ts";
import { run } from "../../src/main.ts";
import type { Ask } from "../../src/prompt.ts";
import { type Db, openDb } from "../../src/store/db.ts";
import type { World } from "../../src/world.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Crm {
  (...argv: readonly string[]): Promise<Ran>;
  /** The same with something on standard input. */
  readonly withInput: (input: string | Uint8Array, ...argv: readonly string[]) => Promise<Ran>;
  /** The document that a command prints with --json; fails the test when the command fails. */
  readonly json: <T = Record<string, unknown>>(...argv: readonly string[]) => Promise<T>;
  readonly db: Db;
}

export interface Setup {
  /** The database is this file, which stays; in memory when left out. */
  readonly file?: string;
  /** The present moment, an instant; 2026-11-21T09:00:00Z when left out. */
  readonly now?: string;
  readonly zone?: string;
  /** Output goes to a terminal this wide. */
  readonly terminal?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** The answers of a person who is asked; without them nobody can be asked. */
  readonly ask?: Partial<Ask>;
  /** Where the user's own files are, such as playbooks; nowhere when left out. */
  readonly configDir?: string;
  /** The text of the user's config.toml. */
  readonly config?: string;
}

/** A fresh database in memory with every migration, and a function that runs one command line on it. */
export function setupCrm(setup: Setup = {}): Crm {
  const opened = openDb({ path: setup.file ?? ":memory:", mode: "write", busyMs: 0 });
  const db: Db = { ...opened, close: () => undefined };
  let config = setup.config;
  const runWith = async (input: string | Uint8Array, argv: readonly string[]): Promise<Ran> => {
    let out = "";
    let err = "";
    const world = worldOf(setup, db, input, {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      config: {
        dir: setup.configDir ?? "/home/me/.config/crm",
        path: "/home/me/.config/crm/config.toml",
        read: () => config,
        write: (text) => {
          config = text;
        },
      },
    });
    const code = await run(argv, createApp(world));
    return { code, out, err };
  };
  const crm = (...argv: readonly string[]) => runWith("", argv);
  return Object.assign(crm, {
    db,
    withInput: (input: string | Uint8Array, ...argv: readonly string[]) => runWith(input, argv),
    json: async <T>(...argv: readonly string[]): Promise<T> => {
      const ran = await runWith("", [...argv, "--json"]);
      if (ran.code !== 0)
        throw new Error("crm " + argv.join(" ") + " ended with " + ran.code + ": " + ran.err);
      return JSON.parse(ran.out) as T;
    },
  });
}

/** A world in which nothing is read or written, for looking at the commands themselves. */
export function testWorld(): World {
  const nothing = () => undefined;
  const db = openDb({ path: ":memory:", mode: "write", busyMs: 0 });
  const config = { dir: "", path: "config.toml", read: () => undefined, write: nothing };
  return worldOf({}, db, "", { out: nothing, err: nothing, config });
}

function worldOf(
  setup: Setup,
  db: Db,
  input: string | Uint8Array,
  streams: Pick<World, "out" | "err" | "config">,
): World {
  const zone = setup.zone ?? "Europe/Berlin";
  const onTerminal = setup.terminal !== undefined;
  const canAsk = setup.ask !== undefined;
  return {
    ...streams,
    input: async function* () {
      yield typeof input === "string" ? new TextEncoder().encode(input) : input;
    },
    isTty: { in: canAsk, out: onTerminal, err: onTerminal || canAsk },
    width: setup.terminal ?? 80,
    env: { ...(setup.file === undefined ? {} : { CRM_DB: setup.file }), ...setup.env },
    clock: () => new Date(setup.now ?? "2026-11-21T09:00:00Z"),
    zone,
    zoneName: () => zone,
    user: () => "me",
    program: ["/usr/bin/node", "/opt/crm/bin/crm"],
    node: process.versions.node,
    ask: async () => {
      const unexpected = async () => {
        throw new Error("a question that the test has no answer for");
      };
      return {
        confirm: unexpected,
        choose: unexpected,
        text: unexpected,
        secret: unexpected,
        ...setup.ask,
      } as Ask;
    },
    edit: (text, editor) => editInEditor(text, { ...editor, env: setup.env ?? {}, ownsOutput: false }),
    open: () => db,
  };
}
