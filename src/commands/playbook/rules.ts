import type { App } from "../../app.ts";
import { UserError } from "../../errors.ts";
import type { Db } from "../../store/db.ts";
import { applySteps, type PlannedStep, playbookRules, stageIdOf } from "../../store/playbook.ts";
import { getPlaybook, type Playbook } from "./file.ts";
import { planStep } from "./step.ts";

/** The steps as follow-ups, counted from today. */
export function plannedSteps(app: App, { steps, businessDays }: Playbook): PlannedStep[] {
  const from = { today: app.today(), zone: app.zone(), zoneName: app.zoneName(), businessDays };
  return steps.map((step) => planStep(step, from));
}

/** What entering a stage brings, read from the files before the write: the stages and what to plan there. */
export interface StagePlans {
  readonly plans: readonly {
    readonly stageId: number;
    readonly playbook: string;
    readonly steps: readonly PlannedStep[];
  }[];
}

/** A playbook whose file is gone or broken is said and left out: the deal moves all the same. */
export async function stagePlans(app: App): Promise<StagePlans> {
  const rules = playbookRules(app.writer());
  const found = await Promise.all(
    rules.map(async ({ stageId, playbook }) => {
      try {
        return { stageId, playbook, steps: plannedSteps(app, await getPlaybook(app, playbook)) };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        app.say("note: the playbook " + playbook + " was not applied: " + error.message);
        return undefined;
      }
    }),
  );
  return { plans: found.filter((plan) => plan !== undefined) };
}

/** Plans what the stage brings for a deal that has entered it, within the write. Gives what to say of it. */
export function enterStage(
  db: Db,
  { plans }: StagePlans,
  { dealId, at }: { readonly dealId: number; readonly at: string },
): string {
  const stageId = stageIdOf(db, dealId);
  const own = plans.filter((plan) => plan.stageId === stageId);
  return own
    .map(({ playbook, steps }) => {
      applySteps(db, { noun: "deal", id: dealId }, { playbook, steps, at });
      return "; " + steps.length + " steps of " + playbook + " planned";
    })
    .join("");
}
