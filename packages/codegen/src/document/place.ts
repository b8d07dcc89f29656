import type { Json, JsonObject } from "./json.ts";
import { isObject } from "./json.ts";

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
