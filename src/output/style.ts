export type ColourLevel = 0 | 1 | 2 | 3;

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of the stream that is written to: stdout and stderr are decided apart. */
  readonly isTty: boolean;
  /** `--color` is true, `--no-color` false, neither undefined. */
  readonly flag?: boolean | undefined;
}

/**
 * How many colours to write: 0 none, 1 sixteen, 2 256, 3 all. The first that speaks decides: the flag,
 * CRM_NO_COLOR, NO_COLOR, FORCE_COLOR or CLICOLOR_FORCE, CLICOLOR=0, TERM=dumb, then whether it is a terminal.
 * An empty variable does not speak.
 */
export function colourLevel({ env, isTty, flag }: Terminal): ColourLevel {
  if (flag === false) return 0;
  if (flag === true) return depth(env);
  if (env.CRM_NO_COLOR || env.NO_COLOR) return 0;
  const forced = forcedLevel(env);
  if (forced !== undefined) return forced;
  if (env.CLICOLOR === "0" || env.TERM === "dumb" || !isTty) return 0;
  return depth(env);
}

function forcedLevel(env: Terminal["env"]): ColourLevel | undefined {
  const force = env.FORCE_COLOR;
  if (force === "0" || force === "false") return 0;
  if (force === "1" || force === "2" || force === "3") return Number(force) as ColourLevel;
  if (force) return depth(env);
  const cli = env.CLICOLOR_FORCE;
  return cli && cli !== "0" ? depth(env) : undefined;
}

function depth(env: Terminal["env"]): ColourLevel {
  if (env.COLORTERM === "truecolor" || env.COLORTERM === "24bit") return 3;
  return /-256(color)?$/.test(env.TERM ?? "") ? 2 : 1;
}

type Paint = (text: string) => string;

/** Named by what it looks like; the colours are the sixteen that follow the theme of the terminal. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly amber: Paint;
  readonly green: Paint;
  readonly cyan: Paint;
}

const same: Paint = (text) => text;

export const plainStyle: Style = { bold: same, dim: same, red: same, amber: same, green: same, cyan: same };

/** The functions that paint at this level; without colour they change nothing and chalk is not loaded. */
export async function makeStyle(level: ColourLevel): Promise<Style> {
  if (level === 0) return plainStyle;
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level });
  return {
    bold: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
    red: (text) => chalk.red(text),
    amber: (text) => chalk.yellow(text),
    green: (text) => chalk.green(text),
    cyan: (text) => chalk.cyan(text),
  };
}
