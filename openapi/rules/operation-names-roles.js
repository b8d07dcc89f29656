/**
 * Every operation lists the roles it admits in `x-roles`, and its description names them for readers. Only one that
 * asks for no `Bearer` token may admit callers without a role.
 */
export const operationNamesRoles = () => ({
  Operation(operation, { report, location }) {
    const roles = operation["x-roles"];
    const needsRole = operation.security?.every((scheme) => !("Bearer" in scheme)) !== true;
    if (!Array.isArray(roles) || (needsRole && roles.length === 0)) {
      report({
        message: "`x-roles` must list the roles the operation admits.",
        location: location.child("x-roles").key(),
      });
      return;
    }
    const line = `**Roles:** ${roles.join(", ") || "none"}`;
    if (!operation.description?.includes(line)) {
      report({
        message: `The description must say \`${line}\`, as in \`x-roles\`.`,
        location: location.child("description").key(),
      });
    }
  },
});
