import { type Logger, pino } from "pino";

/** A logger that keeps its lines. */
export interface LogLines {
  readonly log: Logger;
  /** Lines with this message, oldest first. */
  of(message: string): Readonly<Record<string, unknown>>[];
  /** Everything that was logged. */
  text(): string;
}

export function keepLogLines(): LogLines {
  const lines: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
  return {
    log,
    of: (message) => lines.map((line) => JSON.parse(line)).filter((line) => line.msg === message),
    text: () => lines.join(""),
  };
}
