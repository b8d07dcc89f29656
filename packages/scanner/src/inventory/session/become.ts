import type { Client, ClientChannel } from "ssh2";
import { codeOf, type Step } from "../../failure.ts";
import { hostWords } from "../../login/host-words.ts";
import { within } from "../../within.ts";
import type { UnixElevationMethod } from "../types.ts";
import { asksForPassword, elevatedCommand, readyLine } from "./elevate.ts";
import { startCommand } from "./exec.ts";

/** The most a host may say before there is a shell, in bytes. */
const MOST_SAID = 64 * 1024;
/** What a terminal would take for a key that interrupts, ends or erases. */
const CONTROL = /\p{Cc}/u;

/** How a login becomes the super user. */
export interface BecomeRequest {
  readonly client: Client;
  readonly method: UnixElevationMethod;
  readonly password: string | undefined;
  /** All that the host was told in secret before: it may say that again. */
  readonly told: readonly (string | undefined)[];
  /** Everybody on the host can read it while the command runs: it is worth nothing once there is a shell. */
  readonly marker: string;
  /** Awaited before the password is told. */
  readonly mayTell: () => Promise<Step<undefined>>;
  readonly timeMs: number;
}

/**
 * A shell of the super user, with what it has said behind its first line; or why there is none, for people, and whether
 * the host was told the password all the same.
 */
export type SuperUserShell =
  | { readonly ok: true; readonly channel: ClientChannel; readonly rest: Buffer }
  | { readonly ok: false; readonly message: string; readonly told: boolean };

/**
 * Becomes the super user. The password goes into the command's input, and only where the command asks for it, once: a
 * second question is the answer that it was wrong, and more of them would lock the account.
 */
export async function becomeSuperUser(request: BecomeRequest): Promise<SuperUserShell> {
  const { client, method, password, marker, timeMs } = request;
  let told = false;
  const failed = (message: string) => ({ ok: false, message, told }) as const;
  const command = elevatedCommand(method, marker);
  // Most ask at a terminal alone; where the host gives none, sudo asks all the same.
  const start = async () => {
    const channel = await startCommand(client, command, true);
    return channel === "refused" ? startCommand(client, command) : channel;
  };
  const channel = await within(timeMs, start());
  if (channel === undefined || channel === "refused") return failed(`The host did not run ${method}.`);

  const words = hostWords([password, ...request.told]);
  const ready = `${readyLine(marker)}\n`;
  const shell = Promise.withResolvers<SuperUserShell>();
  let said = "";
  let asked = false;
  let over = false;
  const letGo = () => {
    over = true;
    channel.off("data", listen);
    channel.stderr.off("data", listen);
  };
  const giveUp = (message: string) => {
    letGo();
    shell.resolve(failed(message));
    channel.destroy();
  };
  const answer = async () => {
    if (asked) return giveUp(`${method} did not take the password.`);
    if (password === undefined) return giveUp(`${method} asks for a password, and the credential has none.`);
    if (CONTROL.test(password)) return giveUp(`${method} asks for a password, and this one cannot be typed.`);
    asked = true;
    said = "";
    const permission = await request.mayTell();
    // It may have gone on meanwhile: what is told then goes to the shell.
    if (over) return undefined;
    if (!permission.ok) return giveUp(permission.failure.message);
    told = true;
    channel.write(`${password}\n`);
  };
  const listen = (chunk: Buffer) => {
    // What was looked through before is not looked through again.
    const from = Math.max(said.length - ready.length, 0);
    said += chunk.toString("latin1");
    const at = said.indexOf(ready, from);
    if (at !== -1) {
      letGo();
      shell.resolve({ ok: true, channel, rest: Buffer.from(said.slice(at + ready.length), "latin1") });
    } else if (said.length > MOST_SAID) giveUp(`${method} says more than can be read.`);
    else if (asksForPassword(said, marker))
      answer().catch((error) => giveUp(`It broke off (${codeOf(error)}).`));
  };
  channel.on("data", listen);
  channel.stderr.on("data", listen);
  channel.on("close", () => {
    const why = words(said.replaceAll(/\s+/g, " ").trim());
    giveUp(`${method} did not let the login become the super user${why === "" ? "." : `: ${why}`}`);
  });
  const inTime = await within(timeMs, shell.promise);
  if (inTime === undefined) giveUp(`${method} did not answer in time.`);
  return shell.promise;
}
