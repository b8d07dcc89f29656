import type { Command, Option } from "commander";
import type { Io } from "../cli/io.ts";
import { printLines } from "../cli/print.ts";
import type { ConnectionFlags } from "../connection/connect.ts";

/** A word that can be typed, and what it is for. */
interface Word {
  readonly word: string;
  readonly purpose: string;
}

/** Asks the shell for its files. */
const FILES: Word = { word: ":file", purpose: "" };

/** Flags that name a file. */
const FILE_FLAGS = new Set(["--csv", "--token-file", "--ca-file"]);

/** Words that a command line of the shell may go on with. */
export async function printCandidates(io: Io, program: Command, words: readonly string[]): Promise<void> {
  const begun = words.at(-1) ?? "";
  const found = await candidates(io, program, words);
  const fitting = found.filter(
    ({ word }) => word === FILES.word || word.startsWith(begun.replace(/^--[\w-]+=/, "")),
  );
  await printLines(
    io,
    fitting.map(({ word, purpose }) =>
      purpose === "" ? word : `${word}\t${purpose.replaceAll(/\s+/g, " ")}`,
    ),
  );
}

async function candidates(io: Io, program: Command, words: readonly string[]): Promise<Word[]> {
  const begun = words.at(-1) ?? "";
  const { command, before, operands, flags } = readWords(program, words.slice(0, -1));
  const options = [...command.options, ...(command === program ? [] : program.options)];
  const named = /^(--[\w-]+)=/.exec(begun)?.[1] ?? before;
  const option = options.find(
    ({ short, long }) => named !== undefined && (short === named || long === named),
  );
  if (option && (option.required || option.optional)) return valuesOf(option);
  if (begun.startsWith("-") && begun !== "-")
    return options.filter(({ hidden }) => !hidden).flatMap(flagWords);
  const subcommands = command.commands.filter((each) => !each.name().startsWith("_"));
  if (subcommands.length > 0) {
    return subcommands.map((each) => ({ word: each.name(), purpose: each.description() }));
  }
  const argument = command.registeredArguments[Math.min(operands, command.registeredArguments.length - 1)];
  if (argument === undefined || (operands >= command.registeredArguments.length && !argument.variadic))
    return [];
  if (argument.argChoices) return argument.argChoices.map((word) => ({ word, purpose: "" }));
  return /^jobs?$/.test(argument.name()) ? jobs(io, flags) : [FILES];
}

interface Read {
  readonly command: Command;
  /** The flag right before the word that is begun, where it takes a value. */
  readonly before: string | undefined;
  /** Words so far that are no flags and no commands. */
  readonly operands: number;
  readonly flags: ConnectionFlags;
}

/** What the words before the begun one are. */
function readWords(program: Command, words: readonly string[]): Read {
  let command = program;
  let pending: string | undefined;
  let operands = 0;
  const given = new Map<string, string>();
  for (const word of words) {
    // bash makes words of their own of what stands between them.
    if (word === "=") continue;
    if (pending !== undefined) {
      given.set(pending, word);
      pending = undefined;
    } else if (word.startsWith("-")) {
      const name = word.replace(/=.*$/s, "");
      const [, value] = word.split("=", 2);
      const option = [...command.options, ...program.options].find(
        ({ short, long }) => short === name || long === name,
      );
      if (value !== undefined) given.set(option?.long ?? name, value);
      else if (option?.required) pending = option.long ?? name;
    } else {
      const next = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
      if (next) command = next;
      else operands += 1;
    }
  }
  const [server, tokenFile, caFile] = ["--server", "--token-file", "--ca-file"].map((name) =>
    given.get(name),
  );
  const flags = { ...(server && { server }), ...(tokenFile && { tokenFile }), ...(caFile && { caFile }) };
  return { command, before: pending, operands, flags };
}

function flagWords({ long, short, description }: Option): Word[] {
  const word = long ?? short;
  return word === undefined ? [] : [{ word, purpose: description }];
}

async function valuesOf({ long, argChoices }: Option): Promise<Word[]> {
  if (argChoices) return argChoices.map((word) => ({ word, purpose: "" }));
  if (FILE_FLAGS.has(long ?? "")) return [FILES];
  if (long !== "--status") return [];
  const { ActionStatus } = await import("@hostscan/client");
  return Object.keys(ActionStatus).map((name) => ({ word: name.toLowerCase(), purpose: "" }));
}

/** The newest jobs, as far as the server tells them soon; whoever completes wants no word of why it does not. */
async function jobs(io: Io, flags: ConnectionFlags): Promise<Word[]> {
  const { newestJobs } = await import("./newest-jobs.ts");
  const found = await newestJobs(io, flags).catch(() => []);
  const [first] = found;
  return first ? [{ word: "latest", purpose: first.purpose }, ...found] : [];
}
