/** When a deal came into the stage that it is in, over the table deal; one that was never moved is there since it was made. */
export const stageSinceSql = `coalesce(
  (SELECT changed_at FROM stage_change WHERE deal_id = deal.id ORDER BY id DESC LIMIT 1),
  deal.created_at)`;
