import type { Operation } from "../document/operations.ts";
import type { Parameter } from "../document/parameters.ts";
import { docstring } from "../output/docstring.ts";
import { braces, memberName } from "../output/layout.ts";
import { literal } from "../output/literal.ts";
import { emitSchema } from "../schema/emit.ts";
import type { SchemaScope } from "../schema/scope.ts";
import { typesOf } from "../schema/types.ts";

/**
 * Emits a zod object for each group of parameters an operation has.
 *
 * They take the strings of the request: one for a parameter given once, an array for one given several times.
 */
export function emitParameters(operation: Operation, scope: SchemaScope): string[] {
  const groups = Map.groupBy(operation.parameters, ({ group }) => group);
  return [...groups].map(([group, parameters]) => {
    const lines = parameters.map(
      (parameter) =>
        `${docstring(parameter.place)}${memberName(parameter.key)}: ${emitParameter(parameter, scope)},`,
    );
    return `${group}: ${scope.use("z")}.compile(z.object(${braces(lines)})),`;
  });
}

function emitParameter(parameter: Parameter, scope: SchemaScope): string {
  const wire = emitWire(parameter, scope);
  if (parameter.preset) return `${wire}.default(${literal(parameter.preset.value)})`;
  return parameter.required ? wire : `${wire}.exactOptional()`;
}

/** On the wire every parameter is a string; JSON Schema speaks of the value it stands for. */
function emitWire({ schema, resolved }: Parameter, scope: SchemaScope): string {
  const [type, ...more] = typesOf(resolved);
  if (more.length > 0) resolved.fail("a parameter must have one type");
  const emitted = emitSchema(schema, scope);
  if (type === "string") return emitted;
  if (type === "integer") return `${scope.use("wireInteger")}(${emitted})`;
  if (type === "boolean") return `${scope.use("wireBoolean")}(${emitted})`;
  return resolved.fail(`a parameter of type ${type ?? "unknown"} is not supported`);
}
