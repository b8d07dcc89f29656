import type { Direction } from "./change.ts";

/** Where a comparison stands, in words for people: an operation, and a spot in it or in a named schema. */
export class Site {
  /** Id of the operation; undefined where the whole document is meant. */
  readonly operation: string | undefined;
  readonly spot: string;
  /** Who writes the values here; undefined where nobody does. */
  readonly direction: Direction | undefined;

  constructor(operation: string | undefined, spot: string, direction?: Direction) {
    this.operation = operation;
    this.spot = spot;
    this.direction = direction;
  }

  /** A spot of the same operation. */
  at(spot: string, direction?: Direction): Site {
    return new Site(this.operation, spot, direction);
  }

  /** A spot inside this one, e.g. `.name` or `[]`. */
  inside(suffix: string): Site {
    return new Site(this.operation, `${this.spot}${suffix}`, this.direction);
  }

  /** The named schema that is met here: what is said of it is said once, for every spot that refers to it. */
  schema(name: string): Site {
    return new Site(this.operation, name, this.direction);
  }
}
