import {
  checkAlone,
  checkKeywords,
  componentName,
  type JsonObject,
  member,
  type Place,
  requiredMember,
  resolve,
  type SchemaType,
  typesOf,
} from "@hostscan/contract/generate";
import { allOf, byType, schemasOf } from "./combine.ts";

/** A schema with what stands around it taken off: references, `allOf`, and the choice between it and null. */
export interface Shape {
  /** What is left: a schema without `$ref` and `allOf`, that is a choice only where it is one between several. */
  readonly core: Place<JsonObject>;
  /** Schemas around it, which may say something for people. */
  readonly around: readonly Place<JsonObject>[];
  /** Name of the innermost component that holds the core; undefined where it is written in place. */
  readonly component: string | undefined;
  readonly nullable: boolean;
  /** The types it admits besides null; undefined where it does not say. */
  readonly types: readonly Exclude<SchemaType, "null">[] | undefined;
  /** The schemas that it is a choice between, other than null; none where the core says it all. */
  readonly options: readonly Place<JsonObject>[];
}

const NO_SCHEMAS: readonly Place<JsonObject>[] = [];

/** Reads the shape of a schema; throws on a keyword that is not on the generator's closed list. */
export function shapeOf(place: Place, root: JsonObject): Shape {
  const around: Place<JsonObject>[] = [];
  let component: string | undefined;
  let nullable = false;
  let core = place.object();
  for (let inner = step(core, root); inner; inner = step(core, root)) {
    around.push(core);
    core = inner.place;
    component = inner.component ?? component;
    nullable ||= inner.nullable;
  }
  const types = typesOf(core);
  checkKeywords(core, types);
  const options = choiceOf(core).filter(({ value }) => value["type"] !== "null");
  if (options.length > 1) {
    const mayBeNull =
      options.length < choiceOf(core).length || options.some((option) => shapeOf(option, root).nullable);
    return { core, around, component, nullable: nullable || mayBeNull, types: undefined, options };
  }
  const values = member(core, "enum")?.items();
  const admitsNull = types.includes("null") && (!values || values.some(({ value }) => value === null));
  const named = types.filter((type) => type !== "null");
  return {
    core,
    around,
    component,
    nullable: nullable || admitsNull || types.length === 0,
    types: types.length > 0 ? named : undefined,
    options: NO_SCHEMAS,
  };
}

interface Step {
  readonly place: Place<JsonObject>;
  readonly component?: string;
  readonly nullable: boolean;
}

function step(schema: Place<JsonObject>, root: JsonObject): Step | undefined {
  const reference = member(schema, "$ref");
  if (reference) {
    checkAlone(schema, "$ref");
    return {
      place: resolve(schema, root),
      component: componentName(reference, "schemas"),
      nullable: false,
    };
  }
  const parts = schemasOf(schema, "allOf");
  if (parts.length > 0) {
    checkAlone(schema, "allOf");
    return {
      place: allOf(
        requiredMember(schema, "allOf"),
        parts.map((part) => resolve(part, root)),
      ),
      nullable: false,
    };
  }
  const options = choiceOf(schema);
  if (options.length === 0) return undefined;
  checkAlone(schema, "oneOf", "anyOf");
  const [only, ...others] = options.filter(({ value }) => value["type"] !== "null");
  if (only && others.length === 0) return { place: only, nullable: options.length > 1 };
  const merged = byType(requiredMember(schema, member(schema, "oneOf") ? "oneOf" : "anyOf"), options);
  return merged && { place: merged, nullable: false };
}

const choiceOf = (schema: Place<JsonObject>): Place<JsonObject>[] => [
  ...schemasOf(schema, "oneOf"),
  ...schemasOf(schema, "anyOf"),
];
