// Power cuts: every command of a story is recorded and played back up to a random moment. Every command that had ended
// before it has to be in the database that comes back, and one that was under way is there or is not.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { crash, record, treeOf } from "./disk.mjs";
import { missing, storiesOf } from "./power-stories.mjs";
import { copyOf, remove, report, root } from "./world.mjs";

/** `cuts` moments of each story. */
export function power(template, { only, cuts }) {
  if (spawnSync("strace", ["-V"]).status !== 0) {
    report("power cuts: skipped, there is no strace");
    return 0;
  }
  let bad = 0;
  const stories = storiesOf(template);
  for (const name of only(Object.keys(stories))) bad += play(name, stories[name], cuts);
  return bad;
}

function play(name, story, cuts) {
  const home = copyOf(story.template);
  const tree = treeOf(home);
  const after = story.meanwhile?.(home);
  const lines = story.lines(home);
  const calls = lines.flatMap(({ argv, env }, n) => [
    { kind: "begun", n },
    ...record(home, [...argv, "--db", join(home, story.file ?? "crm.db")], env),
    { kind: "acked", n },
  ]);
  after?.();
  remove(home);
  // First the moments right after the end of each command, with all lost that was not synced; then random ones.
  const ends = calls.flatMap(({ kind }, at) => (kind === "acked" ? [at + 1] : []));
  let bad = 0;
  for (let n = 0; n < cuts; n++) {
    const at = ends[n] ?? Math.floor(Math.random() * (calls.length + 1));
    const chance = n < ends.length ? 0 : [0, 0.5, 0.5, 1][n % 4];
    const fault = cut({ home, tree, calls: calls.slice(0, at), chance }, { story, lines });
    if (fault === undefined) continue;
    bad++;
    report(`  LOST ${name}, after ${at} of ${calls.length} calls: ${fault}`);
  }
  report(
    `power cuts, ${name}: ${cuts} moments tried among ${calls.length} calls of ${lines.length} commands, ${bad} bad`,
  );
  return bad;
}

let places = 0;

function cut(recorded, { story, lines }) {
  const home = join(root, `power-${places++}`);
  const count = (kind) => recorded.calls.filter((call) => call.kind === kind).length;
  crash(recorded, home);
  try {
    const moment = { home, lines, acked: count("acked"), begun: count("begun") };
    return (story.judge ?? missing)(moment);
  } catch (error) {
    return String(error);
  } finally {
    remove(home);
  }
}
