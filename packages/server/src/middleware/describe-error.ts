/** What the log tells of an error. */
export interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  /** Node's and Postgres' own name of what went wrong, e.g. `ECONNREFUSED`. */
  readonly code?: string;
  readonly stack?: string | undefined;
  readonly cause?: ErrorDescription;
}

const MAX_CAUSES = 5;

/**
 * Describes an error and its causes by name, message, code and stack. Its other members stay out of the log: libraries hang
 * requests, and with them tokens, on their errors.
 */
export function describeError(error: unknown, causes = MAX_CAUSES): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const description = { type: error.name, message: error.message, ...code, stack: error.stack };
  if (error.cause === undefined || causes === 0) return description;
  return { ...description, cause: describeError(error.cause, causes - 1) };
}
