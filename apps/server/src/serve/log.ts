import { type Logger, pino, stdTimeFunctions } from "pino";
import type { Io } from "../cli/io.ts";

/** Logs JSON lines to stderr. */
export function createLog({ stderr }: Pick<Io, "stderr">, level: string): Logger {
  return pino({ level, timestamp: stdTimeFunctions.isoTime }, stderr);
}
