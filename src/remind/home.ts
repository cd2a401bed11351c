/** A path in which `~/` stands for the home directory, as a person writes it. */
export function atHome(path: string, env: Readonly<Record<string, string | undefined>>): string {
  return path.startsWith("~/") && env.HOME ? env.HOME + path.slice(1) : path;
}
