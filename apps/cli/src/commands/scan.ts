import { randomUUID } from "node:crypto";
import type { HostScanClient, HostScanJob } from "@hostscan/client";
import { InvalidArgumentError } from "commander";
import type { Io } from "../cli/io.ts";
import { printJson, printLines } from "../cli/print.ts";
import { addConnectionFlags, type ConnectionFlags, connect } from "../connection/connect.ts";
import { schedule } from "../scan/schedule.ts";
import { batchesOf, type SourceFlags } from "../scan/sources.ts";
import { jobLine } from "../show/job-lines.ts";
import { paintFor } from "../show/style.ts";
import { type CommandContext, examples } from "./command.ts";
import { seconds, type WaitFlags, waitAndReport } from "./wait.ts";

interface ScanFlags extends Omit<SourceFlags, "hosts">, ConnectionFlags, WaitFlags {
  readonly wait?: true;
  readonly idempotencyKey?: string;
}

const EXAMPLES = examples([
  ["hostscan scan web-1.example.com --credential linux-scan --accept-first --wait", "a first scan"],
  ["hostscan scan 10.0.0.7 10.0.0.8 --credential linux-scan", "by address"],
  ["hostscan scan --csv hosts.csv --wait --timeout 600", "the product's CSV file"],
  ["hostscan scan --host-id 9c711ab3-8fc1-4d66-88d4-08f85117f32e", "known hosts, again"],
  ["hostscan scan --csv hosts.csv --wait --json | jq .outcome", "in a script"],
]);

/** Adds `scan`. */
export function addScanCommand({ program, io, end }: CommandContext): void {
  const scan = program.command("scan").description("schedule scans of hosts, and wait for them if asked to");
  scan
    .argument("[hosts...]", "DNS names or addresses")
    .option(
      "--csv <file>",
      "hosts in the product's columns: DNS Host Name,Operating System,IP Address,Platform,Credential",
    )
    .option("--host-id <ids...>", "ids of known hosts, each for a job of its own")
    .option("--ou <names...>", "DNS names of an organizational unit; with --credential-id")
    .option("--credential <name>", "credential of the hosts that name none")
    .option("--credential-id <id>", "the same by its id")
    .option("--platform <name>", "platform of the hosts that name none, e.g. Linux")
    .option("--port <number>", "SSH port of the hosts", portNumber)
    .option("--accept-first", "trust the key that a host shows at its first scan")
    .option("--wait", "wait until the scans are finished; the exit code tells what came of them")
    .option("--timeout <seconds>", "with --wait: how long at most; the job goes on", seconds)
    .option(
      "--idempotency-key <key>",
      "repeat a scan that broke off: nothing is scheduled twice",
      idempotencyKey,
    )
    .option("--json", "print one JSON document")
    .addHelpText("after", EXAMPLES)
    .action(async (hosts: string[], flags: ScanFlags) => {
      const batches = await batchesOf({ ...flags, hosts });
      const client = await connect(io, flags);
      const key = flags.idempotencyKeys === false ? undefined : (flags.idempotencyKey ?? randomUUID());
      const jobs = await scheduleAll(io, client, { batches, key, quiet: flags.json === true });
      if (flags.wait) {
        const { jobs: finished, outcome } = await waitAndReport(io, client, jobs, flags);
        if (flags.json) await printJson(io, { outcome, jobs: finished });
        end(outcome);
      } else if (flags.json) await printJson(io, { outcome: "Scheduled", jobs });
    });
  addConnectionFlags(scan);
}

interface Scheduling {
  readonly batches: Parameters<typeof schedule>[1];
  readonly key: string | undefined;
  readonly quiet: boolean;
}

async function scheduleAll(
  io: Io,
  client: HostScanClient,
  { batches, key, quiet }: Scheduling,
): Promise<HostScanJob[]> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  for (const signal of ["SIGINT", "SIGTERM"]) io.signals.on(signal, interrupt);
  const paint = paintFor(io);
  const onScheduled = (jobs: readonly HostScanJob[]) =>
    printLines(io, quiet ? [] : jobs.map((job) => jobLine(job, paint)));
  try {
    return await schedule(client, batches, { key, signal: interruption.signal, onScheduled });
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"]) io.signals.off(signal, interrupt);
  }
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new InvalidArgumentError("It must be a whole number from 1 to 65535.");
  }
  return port;
}

function idempotencyKey(text: string): string {
  // The number of the batch is still to be added to it.
  if (!/^[!-~]{1,240}$/.test(text))
    throw new InvalidArgumentError("It must be 1 to 240 visible ASCII characters.");
  return text;
}
