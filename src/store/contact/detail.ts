import { UserError } from "../../errors.ts";
import type { Row } from "../../field.ts";
import { type Besides, besidesOf, type Waiting, waitingOf } from "../besides.ts";
import { type ConsentAnswer, consentAnswers } from "../consent.ts";
import type { Channel } from "../contact.ts";
import { customValuesOf } from "../custom-values.ts";
import type { Db } from "../db.ts";
import { contactFields } from "../fields/contact.ts";
import { listRows } from "../list.ts";

/** Everything held about a contact, as its card shows it. Amounts in minor units, sums in the database's currency. */
export interface ContactDetail extends Row, Besides, Waiting {
  readonly id: number;
  readonly name: string | null;
  readonly emails: readonly { email: string; label: string | null }[];
  readonly phones: readonly { phone: string; e164: string | null; label: string | null }[];
  readonly addresses: readonly Record<
    "label" | "street" | "postalCode" | "city" | "region" | "country",
    string | null
  >[];
  readonly links: readonly { url: string; label: string | null }[];
  readonly companies: readonly {
    id: number;
    name: string;
    role: string | null;
    startDate: string | null;
    endDate: string | null;
    hasLeft: number;
  }[];
  readonly fields: Readonly<Record<string, string>>;
  readonly preferred: PreferredChannel | null;
  readonly consents: readonly ConsentAnswer[];
  readonly deals: readonly {
    id: number;
    title: string;
    stage: string;
    amountMinor: number | null;
    currency: string;
    probability: number | null;
    closeDate: string | null;
  }[];
  readonly followups: readonly {
    id: number;
    kind: string | null;
    title: string;
    dueDate: string;
    dueAt: string | null;
  }[];
  readonly activityCount: number;
  readonly activities: readonly {
    id: number;
    kind: string;
    direction: string | null;
    happenedAt: string;
    minutes: number | null;
    outcome: string | null;
    body: string | null;
  }[];
  readonly lifecycleHistory: readonly { from: string | null; to: string; date: string; cause: string }[];
}

/** How to reach the contact best: as declared, else the channel that was answered most often. */
export interface PreferredChannel {
  readonly channel: Channel;
  readonly reason: string;
}

export function contactDetail(db: Db, id: number): ContactDetail {
  const keys = contactFields.map((field) => field.key);
  const [flat] = listRows(db, {
    table: "contact",
    fields: contactFields,
    keys,
    where: { sql: "contact.id = ?", params: [id] },
  });
  if (flat === undefined) throw new UserError("not_found", "no contact " + id);
  return {
    ...flat,
    id,
    name: flat.name as string | null,
    emails: db.all(partSql.emails, [id]),
    phones: db.all(partSql.phones, [id]),
    addresses: db.all(partSql.addresses, [id]),
    links: db.all(partSql.links, [id]),
    companies: db.all(partSql.companies, [id]),
    fields: customValuesOf(db, "contact", id),
    preferred: preferredChannel(db, id, flat.preferredChannel as Channel | null),
    consents: consentAnswers(db, id),
    deals: db.all(partSql.deals, { id }),
    followups: db.all(partSql.followups, [id]),
    activityCount: db.get<{ n: number }>(partSql.activityCount, [id])!.n,
    activities: db.all(partSql.activities, [id]),
    lifecycleHistory: db.all(partSql.lifecycleHistory, [id]),
    ...waitingOf(db, "contact", id),
    ...besidesOf(db, "contact", id),
  };
}

const partSql = {
  emails: "SELECT email, label FROM contact_email WHERE contact_id = ? ORDER BY position",
  phones: "SELECT phone, e164, label FROM contact_phone WHERE contact_id = ? ORDER BY position",
  addresses: `
    SELECT label, street, postal_code AS postalCode, city, region, country
    FROM contact_address
    WHERE contact_id = ?
    ORDER BY position`,
  links: "SELECT url, label FROM contact_link WHERE contact_id = ? ORDER BY position",
  companies: `
    SELECT
      company.id, company.name, employment.role, employment.start_date AS startDate, employment.end_date AS endDate,
      employment.has_left AS hasLeft
    FROM employment
    JOIN company ON company.id = employment.company_id
    WHERE employment.contact_id = ?
    ORDER BY employment.has_left, employment.position`,
  deals: `
    SELECT
      deal.id, deal.title, stage.name AS stage, deal.amount_minor AS amountMinor, deal.currency,
      coalesce(deal.probability, stage.probability) AS probability, deal.close_date AS closeDate
    FROM deal
    JOIN stage ON stage.id = deal.stage_id
    WHERE (deal.contact_id = :id OR deal.id IN (SELECT deal_id FROM deal_contact WHERE contact_id = :id))
      AND stage.kind = 'open'
    ORDER BY deal.close_date NULLS LAST, deal.id`,
  followups: `
    SELECT id, kind, title, due_date AS dueDate, due_at AS dueAt
    FROM follow_up
    WHERE contact_id = ? AND done_at IS NULL
    ORDER BY due_date, due_at NULLS FIRST, id`,
  activityCount: "SELECT count(*) AS n FROM activity_contact WHERE contact_id = ?",
  activities: `
    SELECT
      activity.id, activity.kind, activity.direction, activity.happened_at AS happenedAt, activity.minutes,
      activity.outcome, activity.body
    FROM activity_contact
    JOIN activity ON activity.id = activity_contact.activity_id
    WHERE activity_contact.contact_id = ?
    ORDER BY activity.happened_at DESC, activity.id DESC
    LIMIT 5`,
  lifecycleHistory: `
    SELECT from_lifecycle AS "from", to_lifecycle AS "to", changed_date AS date, cause
    FROM lifecycle_change
    WHERE contact_id = ?
    ORDER BY id`,
} as const;

/** Attempts on a channel before its answers say anything. */
const enoughAttempts = 3;

/**
 * The declared channel; else, of the channels tried at least three times, the one with the largest share of answers
 * (what came in counts as an answer, as does anything with an outcome other than "no answer"), the more recent on a tie.
 */
function preferredChannel(db: Db, id: number, declared: Channel | null): PreferredChannel | null {
  if (declared !== null) return { channel: declared, reason: "as asked" };
  const sql = `
    SELECT
      activity.kind AS channel, count(*) AS attempts,
      count(*) FILTER (
        WHERE activity.direction = 'in' OR (activity.outcome IS NOT NULL AND lower(activity.outcome) <> 'no answer')
      ) AS answers,
      max(activity.happened_at) AS last
    FROM activity_contact
    JOIN activity ON activity.id = activity_contact.activity_id
    WHERE activity_contact.contact_id = ? AND activity.kind <> 'note'
    GROUP BY activity.kind
    HAVING count(*) >= ?`;
  const tried = db.all<{ channel: Channel; attempts: number; answers: number; last: string }>(sql, [
    id,
    enoughAttempts,
  ]);
  const [best] = tried
    .filter((row) => row.answers > 0)
    .sort((a, b) => b.answers / b.attempts - a.answers / a.attempts || b.last.localeCompare(a.last));
  if (best === undefined) return null;
  return { channel: best.channel, reason: best.answers + " of " + best.attempts + " answered" };
}
