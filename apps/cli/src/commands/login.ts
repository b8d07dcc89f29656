import { createHostScanClient } from "@hostscan/client";
import { signIn } from "@hostscan/client/sign-in";
import type { Io } from "../cli/io.ts";
import { print } from "../cli/print.ts";
import { ask } from "../connection/ask.ts";
import { readLogins, writeLogins } from "../connection/logins.ts";
import { readSecretInput } from "../connection/secret-input.ts";
import { isReadableOnTheWay, serverUrl } from "../connection/server-url.ts";
import { type CommandContext, examples } from "./command.ts";

interface LoginFlags {
  readonly server?: string;
  readonly user?: string;
  readonly tokenStdin?: true;
  /** False where the server asks for no one-time code. */
  readonly code: boolean;
}

const EXAMPLES = examples([
  ["hostscan login", "asks for all it needs"],
  ["hostscan login --server https://nps.example.com:6500 --user admin", "asks for password and code"],
  ["hostscan login --server http://127.0.0.1:6500 --token-stdin < token", "an application's key"],
]);

/** Adds `login` and `logout`. */
export function addLoginCommands({ program, io }: CommandContext): void {
  program
    .command("login")
    .description("sign in to a server and keep its token, for the commands that follow")
    .option("--server <url>", "address of the server (HOSTSCAN_URL)")
    .option("--user <name>", "user to sign in as")
    .option("--no-code", "the server asks for no one-time code")
    .option("--token-stdin", "keep the token, or application's key, that comes on standard input")
    .addHelpText("after", EXAMPLES)
    .action((flags: LoginFlags) => login(io, flags));

  program
    .command("logout")
    .description("forget the token of a server; the server is not told")
    .option("--server <url>", "address of the server (HOSTSCAN_URL, or the last `login`)")
    .addHelpText("after", examples([["hostscan logout", "of the server that is used when none is named"]]))
    .action((flags: Pick<LoginFlags, "server">) => logout(io, flags));
}

async function login(io: Io, flags: LoginFlags): Promise<void> {
  // First, so that nobody types in vain.
  const { tokens } = await readLogins(io);
  const named = flags.server ?? io.env["HOSTSCAN_URL"];
  const server = serverUrl(named || (await ask(io, "Server, e.g. https://localhost:6500")));
  if (isReadableOnTheWay(server)) {
    io.stderr.write(`hostscan: ${server} is not https: what is sent there can be read on the way\n`);
  }
  const token = flags.tokenStdin ? await readSecretInput(io) : await signInTo(io, server, flags);
  // A token that is of no use is not kept.
  for await (const _ of createHostScanClient({ baseUrl: server, token }).listJobs({ pageSize: 1 })) break;
  await writeLogins(io, { server, tokens: { ...tokens, [server]: token } });
  await print(io, `Signed in to ${server}\n`);
}

async function signInTo(io: Io, baseUrl: string, flags: LoginFlags): Promise<string> {
  const user = flags.user ?? (await ask(io, "User"));
  const password = await ask(io, "Password", { hidden: true });
  const code = async () => (await ask(io, "One-time code")).trim();
  const token = signIn({ user, password, code: flags.code ? code : undefined });
  return token({ baseUrl, fetch: (request) => fetch(request), refused: undefined });
}

async function logout(io: Io, flags: Pick<LoginFlags, "server">): Promise<void> {
  const { server: last, tokens } = await readLogins(io);
  const named = flags.server ?? (io.env["HOSTSCAN_URL"] || last);
  const server = named === undefined ? undefined : serverUrl(named);
  if (server === undefined || !Object.hasOwn(tokens, server)) {
    await print(io, "There is no login to forget.\n");
    return;
  }
  const { [server]: _, ...others } = tokens;
  await writeLogins(io, { tokens: others, ...(last !== undefined && last !== server && { server: last }) });
  await print(io, `The token of ${server} is forgotten.\n`);
}
