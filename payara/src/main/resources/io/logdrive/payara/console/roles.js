const ROLES = ["reader", "operator", "admin"];

/** Whether somebody may what a role may; everybody may everything while security is off. */
export function may(me, role) {
  if (!me || me.security === "off") return true;
  return !me.filter && ROLES.indexOf(me.role) >= ROLES.indexOf(role);
}
