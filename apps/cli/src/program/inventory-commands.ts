import { Argument, type Command, Option } from "commander";
import type { ChangesFlags, HostsFlags } from "../commands/inventory.ts";
import type { ConnectionFlags } from "../connection/connect.ts";
import type { CsvFlags } from "../show/csv-pages.ts";
import type { LimitFlags } from "../show/printed-list.ts";
import { type SectionWord, sectionWords } from "../show/sections.ts";
import { addOutputFlags, type CommandContext, examples } from "./command-context.ts";
import { count, instant } from "./option-values.ts";

type Listing = ConnectionFlags & LimitFlags & CsvFlags;

/** Adds `hosts`, `host`, `users` and `changes`: what scans found. */
export function addInventoryCommands(context: CommandContext): void {
  addHostsCommand(context);
  addHostCommand(context);
  addUsersCommand(context);
  addChangesCommand(context);
}

function addLimit(command: Command): Command {
  return command
    .option("-L, --limit <number>", "how many at most", count, 50)
    .option("-a, --all", "all of them")
    .addOption(new Option("--csv", "print it as CSV, with all members").conflicts(["json", "jq", "output"]));
}

function addHostsCommand({ program, io, end }: CommandContext): void {
  const hosts = program.command("hosts").description("list the hosts that are known, with what was found");
  addLimit(hosts)
    .option("--name <pattern>", "those of this name or address; * is any text")
    .option("--os <pattern>", "those whose system is called so; * is any text")
    .option("--status <name>", "those whose last scan stands so, as failed")
    .option("--source <text>", "those that were onboarded from there")
    .option("--scanned-since <when>", "those that were scanned since, as 2026-11-01 or 7d", instant);
  addOutputFlags(hosts, ["table", "json"])
    .addHelpText(
      "after",
      examples([
        ["hostscan hosts --os 'Debian*'", "by their system"],
        ["hostscan hosts --status failed --jq '.[].id'", "the id of each that could not be scanned"],
      ]),
    )
    .action(async (_: unknown, command: Command) => {
      const commands = await import("../commands/inventory.ts");
      await commands.hosts({ io, end }, command.optsWithGlobals<HostsFlags>());
    });
}

function addHostCommand({ program, io, end }: CommandContext): void {
  const host = program.command("host").description("tell what is known of a host, or of what is on it");
  host
    .argument("<host>", "its id, name or address")
    .addArgument(new Argument("[section]", "what is on it").choices(sectionWords));
  addOutputFlags(addLimit(host), ["table", "json"])
    .addHelpText(
      "after",
      examples([
        ["hostscan host web-1.example.com", "its system, trust, and what could be read of it"],
        ["hostscan host web-1.example.com services", "what runs on it"],
      ]),
    )
    .action(async (called: string, section: SectionWord | undefined, _: unknown, command: Command) => {
      const commands = await import("../commands/inventory.ts");
      await commands.host({ io, end }, called, section, command.optsWithGlobals<Listing>());
    });
}

function addUsersCommand({ program, io, end }: CommandContext): void {
  const users = program.command("users").description("accounts on all hosts");
  const find = users.command("find").description("find an account, and what runs as it, on all hosts");
  addOutputFlags(addLimit(find.argument("<name>", "its name or SID")), ["table", "json"])
    .addHelpText("after", examples([["hostscan users find 'EXAMPLE\\backup'", "an account of a domain"]]))
    .action(async (name: string, _: unknown, command: Command) => {
      const commands = await import("../commands/inventory.ts");
      await commands.findUsers({ io, end }, name, command.optsWithGlobals<Listing>());
    });
}

function addChangesCommand({ program, io, end }: CommandContext): void {
  const changes = program.command("changes").description("tell what scans found changed, newest first");
  addLimit(changes)
    .option("--since <when>", "those that were found since, as 2026-11-01 or 7d", instant)
    .option("--host <host>", "those of one host, by its id, name or address")
    .addOption(new Option("--section <section>", "those of this section").choices(sectionWords));
  addOutputFlags(changes, ["table", "json"])
    .addHelpText(
      "after",
      examples([["hostscan changes --since 7d --section users", "accounts that came, went or were altered"]]),
    )
    .action(async (_: unknown, command: Command) => {
      const commands = await import("../commands/inventory.ts");
      await commands.changes({ io, end }, command.optsWithGlobals<ChangesFlags>());
    });
}
