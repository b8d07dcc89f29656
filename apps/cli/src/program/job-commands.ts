import type { Command } from "commander";
import type { ListFlags } from "../commands/list.ts";
import type { WaitFlags } from "../commands/wait.ts";
import type { ConnectionFlags } from "../connection/connect.ts";
import type { OutputFlags } from "../show/output.ts";
import { addOutputFlags, type CommandContext, examples } from "./command-context.ts";
import { count, duration, instant, statusNames } from "./option-values.ts";

/** Adds `list`, `status`, `watch` and `cancel`. */
export function addJobCommands(context: CommandContext): void {
  addListCommand(context);
  addStatusCommand(context);
  addWatchCommand(context);
  addCancelCommand(context);
}

function addListCommand({ program, io, end }: CommandContext): void {
  const list = program.command("list").aliases(["ls", "jobs"]).description("list jobs, newest first");
  list
    .option("-L, --limit <number>", "how many at most", count, 20)
    .option("-a, --all", "all of them")
    .option("--status <names>", "only those that stand so, as failed,running", statusNames)
    .option("--host <host>", "those that hold a host, by its id, name or address")
    .option("--since <when>", "those that were scheduled since, as 2026-11-01 or 7d", instant)
    .option("--creator <caller>", "those that a caller scheduled, as app:importer or user:alice");
  addOutputFlags(list)
    .addHelpText(
      "after",
      examples([
        ["hostscan list", "the newest 20"],
        ["hostscan list --status running,queued", "what is under way"],
        ["hostscan jobs --host web-1.example.com --since 7d", "those of a host"],
        ["hostscan list -o wide", "with whole ids, and every host"],
        ["hostscan list --all --jq '.[] | select(.status == 3).id'", "the id of each job that failed"],
      ]),
    )
    .action(async (_: unknown, command: Command) => {
      const commands = await import("../commands/list.ts");
      await commands.list({ io, end }, command.optsWithGlobals<ListFlags>());
    });
}

function addStatusCommand({ program, io, end }: CommandContext): void {
  const status = program.command("status").description("tell how a job stands, with all its hosts");
  addOutputFlags(status.argument("<job>", "the job"))
    .addHelpText(
      "after",
      examples([
        ["hostscan status latest", "the exit code tells what came of it"],
        ["hostscan status 9c711ab3 -o wide", "with addresses and ids of the hosts"],
        ["hostscan status 9c711ab3 --jq .status", "in a script"],
      ]),
    )
    .action(async (job: string, _: unknown, command: Command) => {
      const commands = await import("../commands/jobs.ts");
      await commands.status({ io, end }, job, command.optsWithGlobals<ConnectionFlags & OutputFlags>());
    });
}

function addWatchCommand({ program, io, end }: CommandContext): void {
  const watch = program.command("watch").description("watch a job until it is finished");
  watch
    .argument("<job>", "the job")
    .option("-t, --timeout <time>", "how long at most, as 90s or 10m; the job goes on", duration);
  addOutputFlags(watch)
    .addHelpText(
      "after",
      examples([
        ["hostscan watch latest", "Ctrl-C asks what is to become of the job"],
        ["hostscan watch 9c711ab3 --jq .statusDescription", "in a script: a line whenever it has changed"],
      ]),
    )
    .action(async (job: string, _: unknown, command: Command) => {
      const commands = await import("../commands/jobs.ts");
      const flags = command.optsWithGlobals<ConnectionFlags & OutputFlags & WaitFlags>();
      await commands.watch({ io, end }, job, flags);
    });
}

function addCancelCommand({ program, io, end }: CommandContext): void {
  const cancel = program.command("cancel").description("cancel what is left of jobs");
  addOutputFlags(cancel.argument("<jobs...>", "the jobs"), ["table", "json"])
    .addHelpText(
      "after",
      examples([
        ["hostscan cancel latest", "hosts that are finished keep their result"],
        ["hostscan cancel 9c711ab3 70e3fb2d", "one that has ended already is no failure"],
      ]),
    )
    .action(async (jobs: string[], _: unknown, command: Command) => {
      const commands = await import("../commands/jobs.ts");
      await commands.cancel({ io, end }, jobs, command.optsWithGlobals<ConnectionFlags & OutputFlags>());
    });
}
