import { checkAlone, checkKeywords, type SchemaType, typesOf } from "./keywords.ts";
import {
  componentName,
  isObject,
  type Json,
  type JsonObject,
  member,
  memberObject,
  members,
  type Place,
  requiredMember,
} from "./place.ts";
import { emitInteger, emitNumber, emitString } from "./scalars.ts";
import {
  braces,
  type Emit,
  type GeneratedFile,
  generatedFile,
  literal,
  memberName,
  recordingScope,
  type SchemaScope,
} from "./text.ts";

/** `schemas.ts`: a zod schema for each schema component. */
export function schemasFile(schemas: Place<JsonObject>): GeneratedFile {
  const scope = recordingScope({ holdsSchemas: true });
  const statements = inOrder(schemas).map(
    ([name, schema]) => `export const ${name} = ${emitSchema(schema, scope)};\n`,
  );
  return generatedFile("schemas.ts", scope.imports(), statements);
}

/** The schema components in an order in which each comes after those it refers to; throws where one refers to itself. */
export function inOrder(schemas: Place<JsonObject>): [name: string, schema: Place][] {
  const all = new Map(members(schemas));
  const done = new Map<string, Place>();
  const visit = (name: string, from: Place, path: readonly string[]): void => {
    const schema = all.get(name) ?? from.fail(`there is no schema ${name}`);
    if (path.includes(name)) schema.fail(`refers to itself: ${[...path, name].join(" -> ")}`);
    if (done.has(name)) return;
    for (const reference of references(schema))
      visit(componentName(reference, "schemas"), reference, [...path, name]);
    done.set(name, schema);
  };
  for (const [name, schema] of all) visit(name, schema, []);
  return [...done];
}

function references(place: Place): Place[] {
  const { value } = place;
  const nested: [string, Json][] = isObject(value) || Array.isArray(value) ? Object.entries(value) : [];
  return nested.flatMap(([name, item]) => {
    const child = place.at(name, item);
    return name === "$ref" && typeof item === "string" ? [child] : references(child);
  });
}

type EmitType = (schema: Place<JsonObject>, scope: SchemaScope, emit: Emit) => string;

const emitters: Record<Exclude<SchemaType, "null">, EmitType> = {
  boolean: () => "z.boolean()",
  integer: emitInteger,
  number: emitNumber,
  string: emitString,
  array: emitArray,
  object: emitObject,
};

/**
 * The zod expression that admits just what a JSON Schema admits.
 *
 * Whether a value may be absent, and what stands in for it, is the business of whoever holds the schema.
 * Throws an `UnsupportedSpecError` on anything outside the closed list of keywords.
 */
export function emitSchema(place: Place, scope: SchemaScope): string {
  const schema = place.object();
  const reference = member(schema, "$ref");
  if (reference) {
    checkAlone(schema, "$ref");
    return scope.component(componentName(reference, "schemas"));
  }
  scope.use("z");
  const emit: Emit = (nested) => emitSchema(nested, scope);
  const types = typesOf(schema);
  checkKeywords(schema, types);
  return emitValues(schema, types) ?? emitCombination(schema, emit) ?? emitTypes(schema, types, scope, emit);
}

function emitTypes(
  schema: Place<JsonObject>,
  types: readonly SchemaType[],
  scope: SchemaScope,
  emit: Emit,
): string {
  if (types.length === 0) return "z.unknown()";
  const options = types.flatMap((type) => (type === "null" ? [] : [emitters[type](schema, scope, emit)]));
  if (options.length === 0) return "z.null()";
  const union = emitUnion("z.union", options);
  return options.length < types.length ? `${union}.nullable()` : union;
}

/** Emits the values of an `enum`, `null` perhaps among them, or the one value of a `const`. */
function emitValues(schema: Place<JsonObject>, types: readonly SchemaType[]): string | undefined {
  const only = member(schema, "const");
  const values = only ? [only] : member(schema, "enum")?.items();
  if (!values) return undefined;
  checkAlone(schema, only ? "const" : "enum", "type", "format");
  const format = member(schema, "format");
  if (format && format.value !== "int32") format.fail("says nothing beside values that are listed");
  for (const value of values) {
    if (!types.includes(typeOf(value)))
      value.fail(`is not of type ${types.join(" or ") || "(none is given)"}`);
  }
  const listed = values.map(({ value }) => JSON.stringify(value)).join(", ");
  return `z.literal([${listed}])`;
}

function typeOf(place: Place): SchemaType {
  const { value } = place;
  if (value === null) return "null";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  const isInt32 = typeof value === "number" && value === Math.trunc(value) && Math.abs(value) < 2 ** 31;
  return isInt32 ? "integer" : place.fail("must be a string, a 32-bit integer, a boolean or null");
}

const combinations = ["oneOf", "anyOf", "allOf"] as const;

/** Emits `oneOf`, `anyOf` or `allOf`. */
function emitCombination(schema: Place<JsonObject>, emit: Emit): string | undefined {
  const keyword = combinations.find((name) => member(schema, name));
  if (!keyword) return undefined;
  checkAlone(schema, keyword);
  const list = requiredMember(schema, keyword);
  const options = list.items().map((option) => option.object());
  if (options.length === 0) list.fail("lists no schema");
  if (keyword === "allOf") return options.map(emit).reduce((all, next) => `z.intersection(${all}, ${next})`);
  return (
    emitNullable(options, emit) ?? emitUnion(keyword === "oneOf" ? "z.xor" : "z.union", options.map(emit))
  );
}

/** A choice between null and a schema that does not admit it is the schema's own option in zod, with its own message. */
function emitNullable(options: readonly Place<JsonObject>[], emit: Emit): string | undefined {
  const [only, ...others] = options.filter((option) => option.value["type"] !== "null");
  if (!only || others.length > 0 || options.length !== 2) return undefined;
  const types = typesOf(only);
  const mayBeNull = types.length === 0 ? !member(only, "$ref") : types.includes("null");
  return mayBeNull ? undefined : `${emit(only)}.nullable()`;
}

function emitUnion(union: string, options: readonly string[]): string {
  const listed = options.join(", ");
  return options.length === 1 ? listed : `${union}([${listed}])`;
}

/**
 * Emits an array with its items, its length, and whether an item may come twice.
 *
 * Items are compared as they came, before parsing leaves out members that the document does not name.
 */
function emitArray(schema: Place<JsonObject>, scope: SchemaScope, emit: Emit): string {
  const least = member(schema, "minItems");
  const most = member(schema, "maxItems");
  const array = [
    `z.array(${emit(requiredMember(schema, "items"))})`,
    least ? `.min(${least.number()})` : "",
    most ? `.max(${most.number()})` : "",
  ].join("");
  const unique = member(schema, "uniqueItems")?.boolean();
  return unique ? `z.array(z.unknown()).check(${scope.use("uniqueItems")}()).pipe(${array})` : array;
}

/**
 * Emits an object.
 *
 * Where the document says nothing of additional members they are admitted and left out of the parsed value, so that
 * its type holds what the document names. `additionalProperties: true` keeps them, `false` refuses them, and a schema
 * checks them.
 */
function emitObject(schema: Place<JsonObject>, scope: SchemaScope, emit: Emit): string {
  return checkPresence(schema, scope, emitMembers(schema, emitShape(schema, emit), scope, emit));
}

function emitShape(schema: Place<JsonObject>, emit: Emit): string {
  const named = members(memberObject(schema, "properties"));
  const required = new Set<string>();
  for (const name of member(schema, "required")?.items() ?? []) {
    if (!named.some(([known]) => known === name.value)) name.fail("is required but not described");
    required.add(name.string());
  }
  return braces(
    named.map(([name, place]) => {
      // zod leaves it out, and in an object literal it would be no member.
      if (name === "__proto__") place.fail("a member of this name is not supported");
      const optional = required.has(name) ? "" : ".exactOptional()";
      return `${memberName(name)}: ${emit(place)}${optional},`;
    }),
  );
}

function emitMembers(schema: Place<JsonObject>, shape: string, scope: SchemaScope, emit: Emit): string {
  const additional = member(schema, "additionalProperties");
  if (!additional) return `z.object(${shape})`;
  if (additional.value === true) return `z.looseObject(${shape})`;
  if (additional.value === false) return `z.strictObject(${shape})`;
  if (shape === "{}") return `${scope.use("eachMember")}(${emit(additional)})`;
  return additional.fail("a schema for additional members beside named ones is not supported");
}

/**
 * Members are counted, and missed where another asks for them, as they came: before parsing leaves out those that the
 * document does not name.
 */
function checkPresence(schema: Place<JsonObject>, scope: SchemaScope, object: string): string {
  const counts = (["minProperties", "maxProperties"] as const).flatMap((keyword) => {
    const limit = member(schema, keyword);
    return limit ? [`${scope.use(keyword)}(${limit.number()})`] : [];
  });
  const dependents = members(memberObject(schema, "dependentRequired")).map(
    ([name, list]) =>
      `${scope.use("dependentRequired")}(${literal([name, ...list.items().map((item) => item.string())])})`,
  );
  const checks = [...counts, ...dependents];
  return checks.length > 0
    ? `${scope.use("anyObject")}().check(${checks.join(", ")}).pipe(${object})`
    : object;
}
