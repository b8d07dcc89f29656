import { EmbeddedPostgresError, isUnavailable, SecretKeyError } from "@hostscan/engine";
import { ExitCode } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";

/**
 * SQLSTATEs with which a server refuses to let us in (PostgreSQL documentation, appendix A): class 28, a wrong
 * user or password, and 3D000, a database that is not there.
 */
const REFUSED = /^(28...|3D000)$/;

/** What a fault of the installation means to who runs a command; any other error stays what it is. */
export function commandFailure(error: unknown): unknown {
  if (error instanceof SecretKeyError) return new CommandFailure(ExitCode.Configuration, error.message);
  if (error instanceof EmbeddedPostgresError) return new CommandFailure(ExitCode.Unavailable, error.message);
  if (!(error instanceof Error)) return error;
  if (isUnavailable(error)) {
    return new CommandFailure(ExitCode.Unavailable, `the database cannot be reached: ${messageOf(error)}`);
  }
  if ("code" in error && REFUSED.test(String(error.code))) {
    return new CommandFailure(ExitCode.Unavailable, `the database refuses: ${error.message}`);
  }
  return error;
}

/** Node tries every address of a name, and puts the reasons beside an empty message. */
function messageOf(error: Error): string {
  if (!(error instanceof AggregateError)) return error.message;
  return error.errors.map((each) => (each instanceof Error ? each.message : String(each))).join(", ");
}
