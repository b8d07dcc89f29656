import type { z } from "zod";

/** What the document says of an operation, as far as a server needs it to take a request. */
export interface OperationDefinition {
  readonly operationId: string;
  readonly method: "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";
  /** Path with its parameters in braces, as in the document. */
  readonly path: string;
  /** The same path with its parameters behind colons, as Hono's router wants it. */
  readonly routingPath: string;
  /** The roles that may call it (`x-roles`). */
  readonly roles: readonly string[];
  /** The security scheme that a caller must meet; null where anyone may call. */
  readonly security: string | null;
  /** Parses the path's parameters. Absent where there are none, as are the next three. */
  readonly params?: z.ZodType;
  /** Parses the query: a string for a parameter given once, an array of strings for one given several times. */
  readonly query?: z.ZodType;
  /** Parses the headers that the document names; their names are in lower case. */
  readonly headers?: z.ZodType;
  /** What the request body must be. */
  readonly body?: {
    readonly required: boolean;
    /** The content types that it may be declared as; whichever it is, the schema says what it must be. */
    readonly contentTypes: readonly string[];
    readonly schema: z.ZodType;
  };
  /** The statuses it may answer with, each with its content type, null where the answer is empty. */
  readonly responses: Readonly<Record<number, string | null>>;
}
