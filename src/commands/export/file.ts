import type { App } from "../../app.ts";
import { openWhole } from "../output-file.ts";

/**
 * Runs `work` with an app whose output goes to the file, which is there as a whole or not at all and can be read by its
 * owner only. Without a file, or with -, it goes where it always goes.
 */
export async function intoFile(
  app: App,
  file: string | undefined,
  work: (app: App) => Promise<void>,
): Promise<void> {
  if (file === undefined || file === "-") return work(app);
  const target = openWhole(file);
  const inner: App = {
    ...app,
    world: { ...app.world, out: target.write, isTty: { ...app.world.isTty, out: false } },
    print: async (columns, rows) => (await import("../../print.ts")).print(inner, columns, rows),
  };
  try {
    await work(inner);
    target.finish();
  } catch (error) {
    target.abandon();
    throw error;
  }
  app.say("wrote " + file);
}
