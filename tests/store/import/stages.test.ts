import { expect, test } from "vitest";
import { setupCrm } from "../../support/crm.ts";

/** HubSpot exports as the probability of a deal what its stage has, as a share. */
const file = `Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Deal owner,Deal probability
501,Website,Contract Sent,Sales Pipeline,5000,2026-12-15 00:00,Mara,0.9
502,Logo,Closed Won,Sales Pipeline,1200,2026-10-15 00:00,Mara,1
503,Shop,Appointment Scheduled,Sales Pipeline,1000,,Mara,0.2
504,Audit,Proposal,Sales Pipeline,2000,,Mara,0.5
505,Flyer,Proposal,Sales Pipeline,400,,Mara,0.6
`;

async function imported() {
  const crm = setupCrm();
  expect(await crm.withInput(file, "import", "deals", "-", "--from", "hubspot")).toMatchObject({ code: 0 });
  return crm;
}

test("stages that an import adds have the probability of their deals and stand in its order", async () => {
  const crm = await imported();
  const stages = await crm.json<{ stage: string; probability: number | null }[]>(
    "stage",
    "list",
    "--pipeline",
    "Sales Pipeline",
  );
  expect(stages).toMatchObject([
    { name: "Appointment Scheduled", probability: 0.2 },
    { name: "Proposal", probability: 0.5 },
    { name: "Contract Sent", probability: 0.9 },
    { name: "won", probability: null },
    { name: "lost", probability: null },
  ]);
});

test("a deal has a probability of its own only where it is another than its stage's", async () => {
  const crm = await imported();
  const own = crm.db.all("SELECT title, probability FROM deal ORDER BY id");
  expect(own).toEqual([
    { title: "Website", probability: null },
    { title: "Logo", probability: null },
    { title: "Shop", probability: null },
    { title: "Audit", probability: null },
    { title: "Flyer", probability: 60 },
  ]);
  const again = await crm.withInput(file, "import", "deals", "-", "--from", "hubspot", "--json");
  expect(JSON.parse(again.out)).toMatchObject({ created: 0, updated: 0, unchanged: 5 });
  await crm("deal", "move", "Shop", "Proposal");
  expect(await crm.json("deal", "show", "Shop")).toMatchObject({ probability: 0.5 });
});
