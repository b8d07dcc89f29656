/** Another process has changed what this one has not read yet: it will have in a few seconds. */
export class OutOfDateError extends Error {
  override readonly name = "OutOfDateError";
}

/** Socket and name-resolution faults (errno(3), getaddrinfo(3)) of a connection to the database. */
const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/**
 * SQLSTATEs of a server that cannot serve now (PostgreSQL documentation, appendix A): connection exceptions (class 08),
 * insufficient resources (53), operator intervention and statements that took too long (57), and a standby
 * that a failover left us with (25006).
 */
const SQLSTATES = /^(08...|53...|57...|25006)$/;

/** Faults that pg and its pool report by text alone. */
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client (has encountered a connection error|was closed) and is not queryable)/;

function hasUnavailableCode(error: Error): boolean {
  if (!("code" in error) || typeof error.code !== "string") return false;
  // A missing file has the code of a missing socket, but another system call.
  if (error.code === "ENOENT") return "syscall" in error && error.syscall === "connect";
  return UNREACHABLE.has(error.code) || SQLSTATES.test(error.code);
}

/**
 * Whether an error says that the database cannot be reached or cannot serve now, so that the same call may well succeed
 * later. A fault of the statement itself is not one.
 */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof OutOfDateError) return true;
  return error instanceof Error && (hasUnavailableCode(error) || MESSAGES.test(error.message));
}
