import {
  checkAlone,
  checkKeywords,
  componentName,
  type JsonObject,
  member,
  type Place,
  resolve,
  type SchemaType,
  typesOf,
} from "@hostscan/contract/generate";

/** A schema with what stands around it taken off: references, and the choice between it and null. */
export interface Shape {
  /** What is left: a schema without `$ref`, `oneOf` and `anyOf`. */
  readonly core: Place<JsonObject>;
  /** Schemas around it, which may say something for people. */
  readonly around: readonly Place<JsonObject>[];
  /** Name of the innermost component that holds the core; undefined where it is written in place. */
  readonly component: string | undefined;
  readonly nullable: boolean;
  /** The types it admits besides null; undefined where it does not say. */
  readonly types: readonly Exclude<SchemaType, "null">[] | undefined;
}

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
  const values = member(core, "enum")?.items();
  const admitsNull = types.includes("null") && (!values || values.some(({ value }) => value === null));
  const named = types.filter((type) => type !== "null");
  return {
    core,
    around,
    component,
    nullable: nullable || admitsNull || types.length === 0,
    types: types.length > 0 ? named : undefined,
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
  const choice = member(schema, "oneOf") ?? member(schema, "anyOf");
  if (!choice) return undefined;
  checkAlone(schema, "oneOf", "anyOf");
  const options = choice.items().map((option) => option.object());
  const [only, ...others] = options.filter(({ value }) => value["type"] !== "null");
  if (!only || others.length > 0) return choice.fail("supported is one schema, or null");
  return { place: only, nullable: options.length > 1 };
}
