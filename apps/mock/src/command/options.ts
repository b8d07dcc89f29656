import { isOrigin } from "@hostscan/server";
import { Command, InvalidArgumentError, Option } from "commander";

/** The command line's options, as commander gives them. */
export interface Options {
  readonly host: string;
  readonly port: number;
  readonly corsOrigins?: readonly string[];
  readonly logLevel: string;
  readonly json?: true;
}

const NOTES = `
Any bearer token is taken for an Admin's, and no token gets 401. A JWT is taken by its role and exp; no signature is
checked. Nothing is kept: whatever was scheduled or cancelled, the next call gets the examples again.

Any declared answer, and any named example of it, is there for whoever asks:
  Prefer: code=404
  Prefer: code=200, example=jobRunning

Exit codes: 0 stopped by SIGTERM or SIGINT, 64 the command line is wrong, 69 the port is taken.`;

/** Declares the options. They are those of `hostscan-server`, where both have them. */
export function createCommand(): Command {
  return new Command("hostscan-mock")
    .description(
      "Serves the examples of the Host Scan Job API, so that callers can be written before there is a server.",
    )
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <number>", "port to listen on; 0 takes a free one", port, 6501)
    .option(
      "--cors-origins <origins>",
      "origins whose pages may call from a browser, as in http://localhost:5173; none if not set",
      origins,
    )
    .addOption(
      new Option("--log-level <level>", "least severe messages logged to stderr")
        .choices(["silent", "error", "warn", "info"])
        .default("info"),
    )
    .option("--json", "print where it serves as one JSON object")
    .addHelpText("after", NOTES);
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 0 to 65535.");
}

function origins(text: string): string[] {
  const found = text.split(",").map((each) => each.trim());
  const wrong = found.find((each) => !isOrigin(each));
  if (wrong === undefined) return found;
  throw new InvalidArgumentError(
    `It must be origins such as https://portal.example, which "${wrong}" is not.`,
  );
}
