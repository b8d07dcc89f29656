import type { Client, ClientChannel } from "ssh2";
import type { Step } from "../../failure.ts";
import type { ScanFailure } from "../../types.ts";
import { within } from "../../within.ts";
import { BlockReader } from "../read/blocks.ts";
import { type Block, scriptOf } from "../script/block.ts";
import type { Elevation } from "../types.ts";
import { becomeSuperUser } from "./become.ts";
import { PLAIN_COMMAND } from "./elevate.ts";
import { startCommand } from "./exec.ts";

/** Of the time there is, what becoming the super user may take. */
const ELEVATION_SHARE = 1 / 2;

/** What is read in one login, and as whom. */
export interface ReadingRequest {
  readonly client: Client;
  /** Settles when the host breaks the protocol, or sends more than it may. */
  readonly broken: Promise<ScanFailure>;
  readonly blocks: readonly Block[];
  readonly elevation: Elevation | undefined;
  /** Of the login: the super user's where the elevation has none of its own. */
  readonly password: string | undefined;
  /** Begins the script's own lines; another one for each command. */
  readonly newMarker: () => string;
  /** Awaited before the super user's password is told. */
  readonly mayTell: () => Promise<Step<undefined>>;
  readonly timeMs: number;
}

/** What came of it. */
export interface BlockReading {
  readonly reader: BlockReader;
  /** Whether the host has run a command for it. */
  readonly started: boolean;
  /** Why not all has come, for people; of use where not all has. */
  readonly ending: string;
  /** Why the login did not become the super user, where it was to. */
  readonly notElevated?: string | undefined;
}

/** Reads blocks of a Unix: as the super user where the login may become it, else as the login itself. */
export async function readBlocks(request: ReadingRequest): Promise<BlockReading> {
  const { client, elevation, newMarker, mayTell, timeMs } = request;
  const endsAt = performance.now() + timeMs;
  const left = () => Math.max(endsAt - performance.now(), 0);
  const marker = newMarker();
  let notElevated: string | undefined;
  if (elevation !== undefined) {
    const password = elevation.password ?? request.password;
    const { method } = elevation;
    const share = timeMs * ELEVATION_SHARE;
    const shell = await becomeSuperUser({ client, method, password, marker, mayTell, timeMs: share });
    if (shell.ok) return answerOf(shell.channel, request, marker, left(), shell.rest);
    notElevated = shell.message;
  }
  const channel = await within(left(), startCommand(client, PLAIN_COMMAND));
  if (channel === undefined) {
    const ending = "The host did not run the command that reads it.";
    return { reader: new BlockReader(marker), started: false, ending, notElevated };
  }
  return { ...(await answerOf(channel, request, marker, left())), notElevated };
}

/**
 * Has a shell run the script, and waits until its answer is whole, a bound is reached, the channel closes or the time
 * is over. Whatever has come by then counts.
 */
async function answerOf(
  channel: ClientChannel,
  { blocks, broken }: Pick<ReadingRequest, "blocks" | "broken">,
  marker: string,
  ms: number,
  rest: Buffer = Buffer.alloc(0),
): Promise<BlockReading> {
  const reader = new BlockReader(marker);
  const over = Promise.withResolvers<string>();
  const take = (chunk: Buffer) => {
    reader.push(chunk);
    if (reader.ended || reader.full) over.resolve("");
  };
  channel
    .on("data", take)
    .on("close", () => over.resolve("The host ended its answer early."))
    .on("error", () => over.resolve("The host broke off its answer."));
  channel.stderr.resume();
  take(rest);
  // Not ended: a terminal would hang up, and the script is done by itself.
  channel.write(scriptOf(blocks, marker));
  const ended = Promise.race([over.promise, broken.then(({ message }) => message)]);
  const ending = (await within(ms, ended)) ?? "The host did not answer in time.";
  channel.destroy();
  return { reader, started: true, ending };
}
