// What cron pays every few minutes: crm remind on 100,000 contacts and 50,000 open follow-ups with nothing to send,
// once because none is due yet, once because all that is due was sent already.
import Database from "better-sqlite3";
import { againstEmptyNode, contactsDatabase, inFolder } from "./measure.mjs";

const at = "2026-11-20T09:00:00Z";

/** Open follow-ups, `due` of them overdue since the day before and reminded of, the others due in the next two years. */
function addFollowups(path, { count, due }) {
  const db = new Database(path);
  const add = db.prepare(
    "INSERT INTO follow_up (title, contact_id, due_date, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
  );
  const sent = db.prepare(
    "INSERT INTO reminder (channel, item_key, due, lead, times_sent, sent_at) VALUES ('email', ?, ?, '0 minutes', 1, ?)",
  );
  db.transaction(() => {
    for (let i = 1; i <= count; i++) {
      const date = new Date(Date.parse("2026-11-22") + (i % 700) * 86_400_000).toISOString().slice(0, 10);
      const day = i <= due ? "2026-11-20" : date;
      const { lastInsertRowid } = add.run("call " + i, i, day, at, at);
      if (i <= due) sent.run("followup:" + lastInsertRowid, day, at);
    }
  })();
  db.close();
}

function measure(name, { due, limit }) {
  inFolder((folder) => {
    const db = contactsDatabase(folder, 100_000);
    addFollowups(db, { count: 50_000, due });
    const config = [
      "--config",
      "remind.email.to=me@okafor.example",
      "--config",
      "smtp.host=mail.acme.example",
    ];
    const argv = ["--db", db, "--now", "2026-11-21T09:00:00Z", ...config, "remind", "--to", "email"];
    againstEmptyNode(name, argv, { limit });
  });
}

measure("crm remind, nothing due", { due: 0, limit: 3 });
// Of each is looked up what was sent; what one needs to know of it is read for nobody.
measure("crm remind, 500 due and sent", { due: 500, limit: 4 });
