import { resolve } from "node:path";
import { createHostScanClient, isProblem } from "@hostscan/client";
import { signIn } from "@hostscan/client/sign-in";
import { describeFailure } from "../cli/describe-failure.ts";
import { durationText } from "../cli/duration.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { plainText } from "../cli/plain-text.ts";
import { print, printLines } from "../cli/print.ts";
import { ask } from "../connection/ask.ts";
import { type ConnectionFlags, findTarget, isToken, NO_TOKEN, type Origin } from "../connection/connect.ts";
import { type Logins, readLogins, writeLogins } from "../connection/logins.ts";
import { readSecretInput } from "../connection/secret-input.ts";
import { isReadableOnTheWay, serverUrl } from "../connection/server-url.ts";
import { tokenClaims } from "../connection/token-claims.ts";
import { checkJq, type OutputFlags, printValue, wantsJson } from "../show/output.ts";
import type { Run } from "./run.ts";

export interface LoginFlags extends ConnectionFlags {
  readonly user?: string;
  readonly tokenStdin?: true;
  /** False where the server asks for no one-time code. */
  readonly code: boolean;
}

/** `login`. */
export async function login({ io }: Run, flags: LoginFlags): Promise<void> {
  // First, so that nobody types in vain.
  const { tokens, caFiles } = await readLogins(io);
  const named = flags.server ?? io.env["HOSTSCAN_URL"];
  const server = serverUrl(
    named || (await ask(io, "Server, e.g. https://localhost:6500", { instead: "--server" })),
  );
  const given = flags.caFile ?? (io.env["HOSTSCAN_CA_FILE"] || undefined);
  const caFile = given === undefined ? caFiles?.[server] : resolve(given);
  if (caFile !== undefined) await (await import("../connection/trust-ca.ts")).trustCaFile(caFile);
  if (isReadableOnTheWay(server)) {
    io.stderr.write(`hostscan: ${server} is not https: what is sent there can be read on the way\n`);
  }
  const token = flags.tokenStdin ? await readSecretInput(io) : await signInTo(io, server, flags);
  if (!isToken(token)) throw new CommandFailure("BadInput", "what came is no token", [NO_TOKEN]);
  // A token that is of no use is not kept.
  await refusedAs("the server refuses this token", () => tryToken(server, token));
  await writeLogins(io, {
    server,
    tokens: { ...tokens, [server]: token },
    ...((caFiles || caFile) && { caFiles: { ...caFiles, ...(caFile && { [server]: caFile }) } }),
  });
  await print(io, `Signed in to ${server}\n`);
}

async function signInTo(io: Io, baseUrl: string, flags: LoginFlags): Promise<string> {
  const user = flags.user ?? (await ask(io, "User", { instead: "--user, or --token-stdin" }));
  const password = await ask(io, "Password", { hidden: true, instead: "--token-stdin" });
  const code = async () => (await ask(io, "One-time code", { instead: "--token-stdin" })).trim();
  const token = signIn({ user, password, code: flags.code ? code : undefined });
  const wrong = flags.code ? "user, password or one-time code is wrong" : "user or password is wrong";
  return refusedAs(wrong, async () => token({ baseUrl, fetch, refused: undefined }));
}

/** Reads a job, of which there need be none. */
async function tryToken(baseUrl: string, token: string): Promise<void> {
  const client = createHostScanClient({ baseUrl, token });
  for await (const _ of client.listJobs({ pageSize: 1 })) break;
}

/** Says what a refusal means here: whoever is signing in need not be told to sign in. */
async function refusedAs<T>(meaning: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isProblem(error, 401)) throw error;
    const detail = plainText(error.problem.detail);
    throw new CommandFailure("NoAccess", meaning, detail === "" ? [] : [`the server says: ${detail}`]);
  }
}

/** `logout`. */
export async function logout({ io }: Run, flags: ConnectionFlags): Promise<void> {
  const kept = await readLogins(io);
  const named = flags.server ?? (io.env["HOSTSCAN_URL"] || kept.server);
  const server = named === undefined ? undefined : serverUrl(named);
  if (server === undefined || !Object.hasOwn(kept.tokens, server)) {
    await print(io, "There is no login to forget.\n");
    return;
  }
  await writeLogins(io, without(kept, server));
  await print(io, `The token of ${server} is forgotten.\n`);
}

function without({ server: last, tokens, caFiles = {} }: Logins, server: string): Logins {
  const { [server]: _token, ...others } = tokens;
  const { [server]: _caFile, ...otherFiles } = caFiles;
  return {
    tokens: others,
    ...(last !== undefined && last !== server && { server: last }),
    ...(Object.keys(otherFiles).length > 0 && { caFiles: otherFiles }),
  };
}

const ORIGINS: Readonly<Record<Origin, readonly [server: string, token: string]>> = {
  flag: ["--server", "--token-file"],
  environment: ["HOSTSCAN_URL", "HOSTSCAN_TOKEN"],
  login: ["hostscan login", "hostscan login"],
};

/** `auth status`. */
export async function authStatus({ io, end }: Run, flags: ConnectionFlags & OutputFlags): Promise<void> {
  await checkJq(flags);
  const { server, serverFrom, token, tokenFrom } = await findTarget(io, flags);
  if (!token) throw new CommandFailure("NoAccess", `there is no token for ${server}: use \`hostscan login\``);
  const claims = tokenClaims(token);
  const refusal = await tryToken(server, token).then(() => undefined, describeFailure);
  if (refusal) end(refusal.exit);
  const expiresAt = claims.expiresAt?.toISOString() ?? null;
  const { name = null, role = null } = claims;
  if (wantsJson(flags)) {
    const error = refusal?.message ?? null;
    return printValue(io, { server, accepted: refusal === undefined, error, name, role, expiresAt }, flags);
  }
  await printLines(io, [
    `Server  ${server} (${ORIGINS[serverFrom][0]})`,
    `Token   ${ORIGINS[tokenFrom][1]}${tellName(name, role)}`,
    ...(claims.expiresAt ? [`Expires ${tellExpiry(claims.expiresAt)}`] : []),
    ...(refusal === undefined ? ["State   accepted"] : [`State   ${plainText(refusal.message)}`]),
    ...(refusal?.details ?? []).map((detail) => `        ${plainText(detail)}`),
  ]);
}

function tellName(name: string | null, role: string | null): string {
  const words = [name, role].flatMap((each) => (each === null ? [] : plainText(each)));
  return words.length > 0 ? ` of ${words.join(", ")}` : "";
}

function tellExpiry(at: Date): string {
  const left = at.getTime() - Date.now();
  return `${at.toLocaleString()}, ${left > 0 ? `in ${durationText(left)}` : `${durationText(-left)} ago`}`;
}
