import type { Place } from "../document/place.ts";

/** What emitted code may name; whoever writes the file turns it into imports. */
export interface SchemaScope {
  /** Names a component, and returns the expression for it, e.g. `schemas.HostId`. */
  component(kind: "schemas" | "responses", name: string): string;
  /** Names zod (`z`) or a function of the runtime, and returns the name. */
  use(name: string): string;
}

/** Emits a nested schema. */
export type Emit = (place: Place) => string;
