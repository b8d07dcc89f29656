import { describeError, visibleText } from "@hostscan/server";
import { type Logger, pino, stdTimeFunctions } from "pino";
import type { Io } from "../cli/io.ts";

/** Logs JSON lines to stderr. Of an error only its name, message, code, stack and causes: the database driver hangs its whole client on it. */
export function createLog({ stderr }: Pick<Io, "stderr">, level: string): Logger {
  const serializers = { err: (error: unknown) => describeError(error) };
  const escaped = { write: (line: string) => void stderr.write(visibleText(line)) };
  return pino({ level, timestamp: stdTimeFunctions.isoTime, serializers }, escaped);
}
