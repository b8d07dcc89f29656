/** A JSON value, as read from the bundled document. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object, as read from the bundled document. */
export interface JsonObject {
  readonly [member: string]: Json;
}

/** Whether a value is a JSON object: neither null nor an array. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The document holds something the generator does not know how to carry over without loss. */
export class UnsupportedSpecError extends Error {
  override readonly name = "UnsupportedSpecError";
  /** JSON Pointer (RFC 6901, in its URI fragment form) of the place in the bundled document. */
  readonly pointer: string;

  constructor(pointer: string, problem: string) {
    super(`${pointer}: ${problem}`);
    this.pointer = pointer;
  }
}

/** A value of the document, together with where it stands: every complaint names the place. */
export class Place<Value extends Json = Json> {
  readonly value: Value;
  readonly pointer: string;

  constructor(value: Value, pointer = "#") {
    this.value = value;
    this.pointer = pointer;
  }

  /** Throws an {@link UnsupportedSpecError} that names this place. */
  fail(problem: string): never {
    throw new UnsupportedSpecError(this.pointer, problem);
  }

  /** The place of a member or an item of this value. */
  at<Child extends Json>(token: string | number, value: Child): Place<Child> {
    const escaped = String(token).replaceAll("~", "~0").replaceAll("/", "~1");
    return new Place(value, `${this.pointer}/${escaped}`);
  }

  /** This place, known to hold an object; throws where it holds anything else. */
  object(): Place<JsonObject> {
    return isObject(this.value) ? new Place(this.value, this.pointer) : this.fail("must be an object");
  }

  /** The string here; throws where there is anything else. */
  string(): string {
    return typeof this.value === "string" ? this.value : this.fail("must be a string");
  }

  /** The number here; throws where there is anything else. */
  number(): number {
    return typeof this.value === "number" ? this.value : this.fail("must be a number");
  }

  /** The boolean here; throws where there is anything else. */
  boolean(): boolean {
    return typeof this.value === "boolean" ? this.value : this.fail("must be true or false");
  }

  /** The places of the items of the array here; throws where there is anything else. */
  items(): Place[] {
    return Array.isArray(this.value)
      ? this.value.map((item: Json, index) => this.at(index, item))
      : this.fail("must be an array");
  }
}

/** The place of a member, where the object has it. */
export function member(place: Place<JsonObject>, name: string): Place | undefined {
  const value = Object.hasOwn(place.value, name) ? place.value[name] : undefined;
  return value === undefined ? undefined : place.at(name, value);
}

/** The place of a member the object must have. */
export function requiredMember(place: Place<JsonObject>, name: string): Place {
  return member(place, name) ?? place.fail(`has no ${name}`);
}

/** The member of an object that holds named things; empty where the object has no such member. */
export function memberObject(place: Place<JsonObject>, name: string): Place<JsonObject> {
  return (member(place, name) ?? place.at(name, {})).object();
}

/** The members of an object, each with its place, in the order of the document. */
export function members(place: Place<JsonObject>): [name: string, place: Place][] {
  return Object.entries(place.value).map(([name, value]) => [name, place.at(name, value)]);
}

/** Whether a name can be that of a constant. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

/** The name of the component that a `$ref` points at; throws unless it is of the kind and its name an identifier. */
export function componentName(reference: Place, kind: "schemas" | "responses"): string {
  const prefix = `#/components/${kind}/`;
  const target = reference.string();
  const name = target.startsWith(prefix) ? target.slice(prefix.length) : "";
  return isIdentifier(name) ? name : reference.fail(`unsupported $ref ${target}`);
}

/** Follows `$ref`s inside the bundled document until there is an object without one. */
export function resolve(place: Place, root: JsonObject): Place<JsonObject> {
  const seen = new Set<string>();
  let current = place.object();
  for (let reference = member(current, "$ref"); reference; reference = member(current, "$ref")) {
    const target = reference.string();
    if (seen.has(target)) reference.fail(`$ref ${target} leads back to itself`);
    seen.add(target);
    current = lookUp(reference, target, root);
  }
  return current;
}

function lookUp(reference: Place, target: string, root: JsonObject): Place<JsonObject> {
  if (!target.startsWith("#/")) reference.fail(`unsupported $ref ${target}`);
  let current: Place<JsonObject> = new Place(root);
  for (const token of target.slice(2).split("/")) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    const next = member(current, name);
    if (!next || !isObject(next.value)) return reference.fail(`$ref ${target} points at nothing`);
    current = next.object();
  }
  return current;
}
