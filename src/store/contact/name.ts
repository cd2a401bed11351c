/** The name of a contact, else its first email or phone, over the table contact; null: it has none of them. */
export const knownNameSql = `coalesce(
  contact.name,
  (SELECT email FROM contact_email WHERE contact_id = contact.id ORDER BY position LIMIT 1),
  (SELECT phone FROM contact_phone WHERE contact_id = contact.id ORDER BY position LIMIT 1))`;

/** What a contact is called on a screen, over the table contact: the same, else its number. */
export const contactNameSql = "coalesce(" + knownNameSql + ", 'contact ' || contact.id)";
