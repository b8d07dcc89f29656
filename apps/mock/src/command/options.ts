import { isOrigin } from "@hostscan/server";
import { Command, InvalidArgumentError, Option } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { ENDINGS } from "../stateful/course.ts";

/** The command line's options, as commander gives them. */
export interface Options {
  readonly host: string;
  readonly port: number;
  readonly stateful?: true;
  readonly scanSeconds?: number;
  readonly cors?: true;
  readonly corsOrigins?: readonly string[];
  readonly logLevel: string;
  readonly json?: true;
}

const endings = Object.entries(ENDINGS).map(([name, { failure, times }]) => {
  const longer =
    times === Number.POSITIVE_INFINITY ? "runs until it is cancelled" : `takes ${times} times as long`;
  return `  ${`${name}-1.example`.padEnd(22)} ${failure ? failure.text : longer}`;
});

const NOTES = `
Any bearer token is taken for an Admin's, and no token gets 401. A JWT is taken by its role and exp; no signature is
checked.

Without --stateful nothing is kept: whatever was scheduled or cancelled, the next call gets the examples again.
With it, jobs go from Queued over Running to their end within seconds, and hosts end by their names:
${endings.join("\n")}
  any other              is scanned

Any declared answer, and any named example of it, is there for whoever asks:
  Prefer: code=404
  Prefer: code=200, example=jobRunning

Examples:
  $ hostscan-mock                               the document's examples, on http://127.0.0.1:6501
  $ hostscan-mock --stateful --cors             for a page under development
  $ hostscan-mock --stateful --scan-seconds 0.1 for quick tests

Exit codes: 0 stopped by SIGTERM or SIGINT, 64 the command line is wrong, 69 the port is taken.`;

/** Declares the options. They are those of `hostscan-server`, where both have them. */
export function createCommand(): Command {
  return new Command("hostscan-mock")
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "tell how it is used")
    .description(
      "Serves the examples of the Host Scan Job API, so that callers can be written before there is a server.",
    )
    .option("-H, --host <address>", "address to listen on", "127.0.0.1")
    .option("-p, --port <number>", "port to listen on; 0 takes a free one", port, 6501)
    .option("--stateful", "keep hosts and jobs in memory; jobs go on by themselves")
    .option("--scan-seconds <number>", "with --stateful: how long most scans take", seconds)
    .option("--cors", "let pages of this machine's development servers call, on any port")
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

function seconds(text: string): number {
  if (/^\d*\.?\d+$/.test(text) && Number(text) > 0 && Number(text) <= 3_600) return Number(text);
  throw new InvalidArgumentError("It must be a number of seconds, 3600 at most.");
}

function origins(text: string): string[] {
  const found = text.split(",").map((each) => each.trim());
  const wrong = found.find((each) => !isOrigin(each));
  if (wrong === undefined) return found;
  throw new InvalidArgumentError(
    `It must be origins such as https://portal.example, which "${wrong}" is not.`,
  );
}
