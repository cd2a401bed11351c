/** What a contact or a row has besides its name: a sum of these. */
export const has = { external: 1, email: 2, phone: 4 } as const;

export interface NamedRow {
  /** Empty: there is no name, only a company. */
  readonly nameKey: string;
  /** Null: the row names no company. */
  readonly companyId: number | null;
  readonly kinds: number;
}

/**
 * Whether a contact of the same name and company can be who the row is about. What both have of the same kind speaks
 * against it, or the row would have been found by it: an external id, an email; without a company, anything the
 * contact has, unless the row has nothing but the name.
 */
const canBeSql = `
  (
    (:companyId IS NULL AND NOT EXISTS (SELECT 1 FROM employment WHERE contact_id = contact.id))
    OR EXISTS (SELECT 1 FROM employment WHERE contact_id = contact.id AND company_id = :companyId))
  AND (:noExternal = 0 OR NOT EXISTS (
    SELECT 1 FROM external_id WHERE noun = 'contact' AND record_id = contact.id AND source = :source))
  AND (:noEmail = 0 OR NOT EXISTS (SELECT 1 FROM contact_email WHERE contact_id = contact.id))
  AND (:noPhone = 0 OR NOT EXISTS (SELECT 1 FROM contact_phone WHERE contact_id = contact.id))`;
export const namedSql = "SELECT id FROM contact WHERE name_key = :nameKey AND " + canBeSql + " ORDER BY id";
export const namedByIdSql =
  "SELECT id FROM contact WHERE id = :id AND coalesce(name_key, '') = :nameKey AND " + canBeSql;
export const namelessSql =
  `
  SELECT id
  FROM contact
  WHERE id IN (SELECT contact_id FROM employment WHERE company_id = :companyId)
    AND coalesce(name_key, '') = :nameKey
    AND ` +
  canBeSql +
  " ORDER BY id";

/** Kinds that a contact must have none of to be who the row is about. */
function mustLack({ nameKey, companyId, kinds }: NamedRow): number {
  if (nameKey === "") return has.external | has.email | has.phone;
  if (companyId !== null) return kinds & (has.external | has.email);
  return kinds === 0 ? 0 : has.external | has.email | has.phone;
}

export function namedParams(row: NamedRow, source: string) {
  const lack = mustLack(row);
  return {
    nameKey: row.nameKey,
    companyId: row.companyId,
    source,
    noExternal: lack & has.external,
    noEmail: lack & has.email,
    noPhone: lack & has.phone,
  };
}

const classes = [0, 1, 2, 3, 4, 5, 6, 7];
const withoutAny = classes.map((lack) => classes.filter((kinds) => (kinds & lack) === 0));

/** What a contact that can be who the row is about may have. */
export function classesFor(row: NamedRow): readonly number[] {
  return withoutAny[mustLack(row)]!;
}

/** The lowest kind of a name in a key table; below it are those of the other keys. */
const nameKinds = 4;

/** Names are told apart by what their contacts have and where they work. */
export function nameKind(kinds: number, { companyId }: Pick<NamedRow, "companyId">): number {
  return nameKinds + 8 * kinds + 64 * (companyId ?? 0);
}
