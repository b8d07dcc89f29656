import { schemaName } from "./schemas/name.js";

const PASCAL = /^[A-Z][A-Za-z0-9]*$/;
const CAMEL = /^[a-z][A-Za-z0-9]*$/;
const TRAIN = /^[A-Z][A-Za-z0-9]*(-[A-Z0-9][A-Za-z0-9]*)*$/;

const PARAMETERS = {
  path: ["lowerCamelCase", CAMEL],
  query: ["lowerCamelCase", CAMEL],
  header: ["Train-Case", TRAIN],
};

/** Members that the samples of the reference spell so. */
const AS_IN_THE_REFERENCE = ["Login", "Password"];

/** Names are written as the reference writes them: `ByHostId`, `HostScanJobRequest`, `hostId`, `X-Request-Id`. */
export const namesFollowConventions = () => {
  const expectName = (name, what, [convention, pattern], { report }, location) => {
    if (pattern.test(name)) return;
    report({ message: `The ${what} "${name}" must be in ${convention}.`, location });
  };

  return {
    Operation({ operationId = "" }, context) {
      expectName(
        operationId,
        "operationId",
        ["PascalCase", PASCAL],
        context,
        context.location.child("operationId"),
      );
    },
    Parameter({ name, in: place }, context) {
      expectName(
        name,
        `${place} parameter`,
        PARAMETERS[place] ?? PARAMETERS.query,
        context,
        context.location.child("name"),
      );
    },
    PathItem(_item, context) {
      for (const segment of String(context.key).split("/")) {
        if (/^(\{.*\}|[A-Za-z0-9]*)$/.test(segment)) continue;
        context.report({
          message: `The path segment "${segment}" must be of letters and digits.`,
          location: context.location.key(),
        });
      }
    },
    Schema(schema, context) {
      const { location } = context;
      const name = schemaName(location);
      if (name !== undefined) expectName(name, "schema", ["PascalCase", PASCAL], context, location);
      for (const member of Object.keys(schema.properties ?? {})) {
        if (AS_IN_THE_REFERENCE.includes(member)) continue;
        const place = location.child(["properties", member]).key();
        expectName(member, "member", ["lowerCamelCase", CAMEL], context, place);
      }
    },
  };
};
