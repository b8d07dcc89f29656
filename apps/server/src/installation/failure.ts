import {
  EmbeddedPostgresError,
  isUnavailable,
  NewerDatabaseError,
  OlderDatabaseError,
  SecretKeyError,
  UnusableDatabaseError,
} from "@hostscan/database";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";

/**
 * SQLSTATEs with which a server refuses to let us in (PostgreSQL documentation, appendix A): class 28, a wrong
 * user or password, 3D000, a database that is not there, and 42501, a grant that is missing.
 */
const REFUSED = /^(28...|3D000|42501)$/;

/** Classes 53 and 57: a server that is there, and full, overloaded or about to stop. */
const CANNOT_SERVE = /^5[37]/;

/** What the system says of a file (errno(3)) that we would use and cannot. */
const FILE_FAULTS = new Set([
  "EACCES",
  "EDQUOT",
  "EEXIST",
  "EIO",
  "EISDIR",
  "EMFILE",
  "ENFILE",
  "ENOENT",
  "ENOSPC",
  "ENOTDIR",
  "EPERM",
  "EROFS",
]);

/** A database that is not the one to be used by this release, or not at all. */
const UNFIT = [UnusableDatabaseError, NewerDatabaseError, OlderDatabaseError];

/** How pg and Node tell that a connection comes to nothing by the way it is asked for: TLS, and the URL's own options. */
const NO_CONNECTION =
  /^(ERR_TLS_\w+|ERR_INVALID_URL|ERR_SSL_\w+|CERT_\w+|SELF_SIGNED_\w+|DEPTH_ZERO_\w+|UNABLE_TO_\w+|ERR_SOCKET_BAD_PORT) | The server does not support SSL connections/;

/** What a fault of the installation means to who runs a command; any other error stays what it is. */
export function commandFailure(error: unknown): unknown {
  if (error instanceof CommandFailure) return error;
  if (error instanceof SecretKeyError) return new CommandFailure(ExitCode.Configuration, error.message);
  if (error instanceof EmbeddedPostgresError) return new CommandFailure(ExitCode.Unavailable, error.message);
  if (UNFIT.some((kind) => error instanceof kind))
    return new CommandFailure(ExitCode.Configuration, messageOf(error));
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  const unavailable = (what: string) =>
    new CommandFailure(ExitCode.Unavailable, `${what}: ${messageOf(error)}`);
  if (isUnavailable(error))
    return unavailable(
      CANNOT_SERVE.test(code) ? "the database cannot serve now" : "the database cannot be reached",
    );
  if (REFUSED.test(code)) return unavailable("the database refuses");
  if (NO_CONNECTION.test(`${code} ${error.message}`))
    return unavailable("the database cannot be connected to");
  if ("syscall" in error && FILE_FAULTS.has(code)) return unavailable("a file cannot be used");
  return error;
}

/** Node tries every address of a name, and puts the reasons beside an empty message. */
function messageOf(error: unknown): string {
  if (!(error instanceof AggregateError)) return error instanceof Error ? error.message : String(error);
  return error.errors.map((each) => (each instanceof Error ? each.message : String(each))).join(", ");
}
