import type { Edited, Editor } from "./editor.ts";
import type { Jq } from "./jq.ts";
import type { Keys } from "./keyboard.ts";
import type { Pager } from "./pager.ts";
import type { Ask } from "./prompt.ts";
import type { Db } from "./store/db.ts";

/** What the outside gives a run: the process in cli.ts, a test's own otherwise. */
export interface World {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly input: () => AsyncIterable<Uint8Array>;
  readonly isTty: { readonly in: boolean; readonly out: boolean; readonly err: boolean };
  readonly width: number;
  /** Lines of the terminal; undefined off one. */
  readonly height?: number | undefined;
  /** Starts the program that shows long output; gives undefined where it is not there. */
  readonly page?: (words: readonly string[]) => Pager | undefined;
  /** The jq of this machine; undefined where it is not installed. */
  readonly jq?: () => Jq | undefined;
  /** The passphrase that the environment gives, or the process that started this one; it is given once. */
  readonly passphrase?: () => string | undefined;
  /** Directories in which packages are installed for the whole machine. */
  readonly modules?: readonly string[];
  /** The keys that a person types, one by one, from now until it is closed. */
  readonly keys?: () => Keys;
  /** Opens a text in an editor; undefined when that failed. */
  readonly edit?: (text: string, editor: Pick<Editor, "words" | "suffix">) => Edited | undefined;
  /** Keeps what is known of an unexpected error and says where; absent in tests, which see the error itself. */
  readonly keepFailure?: (stack: string, line: string) => string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: () => Date;
  /** An IANA name, or "local" for the zone of the process, which costs less to use. */
  readonly zone: string;
  /** The IANA name of that zone. */
  readonly zoneName: () => string;
  readonly user: () => string;
  /** What starts this program again, by whole paths: for cron. */
  readonly program: readonly string[];
  /** The version of the runtime, for bug reports. */
  readonly node: string;
  /** `plain`: as lines of text, nothing redrawn. */
  readonly ask: (plain?: boolean) => Promise<Ask>;
  readonly config: ConfigPlace;
  /**
   * Runs this command line again in a process of its own, which is told the passphrase through a pipe. Gives its exit
   * code, or what it was ended for.
   */
  readonly apart?: (bounds: Bounds, passphrase: string) => Promise<number | Exceeded>;
  /** Opens the file as it is, to read: no new schema, no new file. A test's database is always as it should be. */
  readonly look?: (path: string) => Db;
  /** Opens the database file; a test hands in one that is open already. */
  readonly open: (path: string, mode: "read" | "write") => Db;
}

/** What a process of its own may take. */
export interface Bounds {
  readonly ms: number;
  /** Of memory; held on Linux alone, which says what a process takes. */
  readonly bytes: number;
}

/** Which bound a process of its own was ended for: the time or the memory. */
export type Exceeded = "late" | "large";

/** Where a person's own settings are: config.toml, and the directory with it and the hooks. */
export interface ConfigPlace {
  readonly dir: string;
  readonly path: string;
  /** The text of the file; undefined when there is none. */
  readonly read: () => string | undefined;
  readonly write: (text: string) => void;
}
