import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import { clean } from "../../output/clean.ts";
import { truncate } from "../../output/width.ts";
import { lookOf } from "../../print.ts";
import { type BoardStage, dealBoard } from "../../store/board.ts";
import { newestEntry, undo } from "../../store/undo.ts";
import { shellQuoted } from "../../values/shell-words.ts";
import { boardView } from "./board-view.ts";
import { moveOnBoard } from "./stage.ts";

interface Keys {
  readonly next: () => Promise<string>;
  readonly close: () => void;
}

interface Game {
  readonly pipeline: { readonly id: number; readonly name: string };
  chosen: number | undefined;
  /** How many moves can be taken back; what was done before belongs to no key. */
  moves: number;
  /** The journal's newest entry after our last key; another one is somebody else's. */
  newest: number;
  said: string;
}

const keysHelp = "Esc leaves · arrows choose · < > move · u undo";

/** Another screen, so that what was there before comes back; the cursor would only flicker. */
const enter = "\u001b[?1049h\u001b[?25l";
const leave = "\u001b[?25h\u001b[?1049l";

/** Moves the deals of a board by key until Esc, q or Ctrl-C. Each move is a command of its own in the history. */
export async function playBoard(app: App, pipeline: Game["pipeline"], keys: Keys): Promise<void> {
  const game: Game = { pipeline, chosen: undefined, moves: 0, newest: 0, said: "" };
  app.world.err(enter);
  try {
    for (;;) {
      const stages = dealBoard(app.writer(), pipeline.id, app.today());
      game.chosen = stages.some((stage) => stage.deals.some((deal) => deal.id === game.chosen))
        ? game.chosen
        : stages.find((stage) => stage.deals.length > 0)?.deals[0]?.id;
      await draw(app, stages, game);
      const key = await keys.next();
      if (["escape", "q", "ctrl-c", "ctrl-d"].includes(key)) return;
      await press(app, stages, { game, key });
    }
  } finally {
    keys.close();
    app.world.err(leave);
  }
}

async function draw(
  app: App,
  stages: readonly BoardStage[],
  { pipeline, chosen, said }: Game,
): Promise<void> {
  const look = await lookOf(app);
  const width = app.world.width;
  const view = boardView(stages, { name: pipeline.name, look, today: app.today(), chosen });
  const last = truncate(clean(said === "" ? keysHelp : said + " · " + keysHelp), width, "~");
  const lines = fitted(view.trimEnd().split("\n"), (app.world.height ?? 24) - 2);
  const screen = [...lines, "", last].map((line) => line + "\u001b[K").join("\r\n");
  app.world.err("\u001b[H" + screen + "\u001b[J");
}

/** As many lines as the screen has, those around the chosen deal. */
function fitted(lines: readonly string[], height: number): readonly string[] {
  const at = lines.findIndex((line) => line.includes(">#"));
  const from = Math.max(0, Math.min(lines.length - height, at - Math.floor(height / 2)));
  return lines.slice(from, from + height);
}

interface Press {
  readonly game: Game;
  readonly key: string;
}

async function press(app: App, stages: readonly BoardStage[], { game, key }: Press): Promise<void> {
  game.said = "";
  const x = stages.findIndex((stage) => stage.deals.some((deal) => deal.id === game.chosen));
  const here = stages[x];
  if (here === undefined || game.chosen === undefined) return;
  const y = here.deals.findIndex((deal) => deal.id === game.chosen);
  if (key === "up") game.chosen = here.deals[y - 1]?.id ?? game.chosen;
  if (key === "down") game.chosen = here.deals[y + 1]?.id ?? game.chosen;
  if (key === "left") game.chosen = beside(stages.slice(0, x).reverse(), y) ?? game.chosen;
  if (key === "right") game.chosen = beside(stages.slice(x + 1), y) ?? game.chosen;
  if (key === "<" || key === ",") await move(app, game, stages[x - 1]);
  if (key === ">" || key === ".") await move(app, game, stages[x + 1]);
  if (key === "u") takeBack(app, game);
}

/** The deal at this height of the nearest stage that has one. */
function beside(stages: readonly BoardStage[], y: number): number | undefined {
  const stage = stages.find(({ deals }) => deals.length > 0);
  return stage?.deals[Math.min(y, stage.deals.length - 1)]?.id;
}

async function move(app: App, game: Game, to: BoardStage | undefined): Promise<void> {
  if (to === undefined || game.chosen === undefined) return;
  app.command = {
    name: "deal move",
    line: "crm deal move " + game.chosen + " " + shellQuoted(to.stage.name),
  };
  await said(game, async () => {
    const sentence = await moveOnBoard(app, game.chosen!, to.stage.name);
    game.moves++;
    game.newest = newestEntry(app.writer());
    return sentence;
  });
}

function takeBack(app: App, game: Game): void {
  if (game.moves === 0) {
    game.said = "nothing was moved here";
    return;
  }
  if (newestEntry(app.writer()) !== game.newest) {
    game.said = "something else was written since: crm history shows what";
    return;
  }
  app.command = { name: "undo", line: "crm undo" };
  const [entry] = undo(app.writer(), app.entry(), { count: 1, zone: app.zone() });
  game.moves--;
  game.newest = newestEntry(app.writer());
  game.said = "Undone: " + (entry?.commandLine ?? "");
}

/** A mistake is told on the board, which stays. */
async function said(game: Game, act: () => Promise<string>): Promise<void> {
  try {
    game.said = await act();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    game.said = error.message + (error.hint === undefined ? "" : " (" + error.hint + ")");
  }
}
