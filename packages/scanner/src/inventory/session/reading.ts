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
  /** Begins the script's own lines, or is seen by others in a command: another one for each. */
  readonly newMarker: () => string;
  /** Awaited before the super user's password is told. */
  readonly mayTell: () => Promise<Step<undefined>>;
  readonly timeMs: number;
}

/** What came of it. */
export interface BlockReading {
  readonly reader: BlockReader;
  /** Whether the host has refused to run a command, and was told nothing in secret for it. */
  readonly refused: boolean;
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
  let notElevated: string | undefined;
  let told = false;
  if (elevation?.method === "enable") {
    notElevated = "enable is for routers and switches: it does not make the login the super user.";
  } else if (elevation !== undefined) {
    const shell = await becomeSuperUser({
      client,
      method: elevation.method,
      password: elevation.password ?? request.password,
      told: [request.password],
      marker: newMarker(),
      mayTell,
      timeMs: timeMs * ELEVATION_SHARE,
    });
    if (shell.ok) return answerOf(shell.channel, request, left(), shell.rest);
    notElevated = shell.message;
    told = shell.told;
  }
  const channel = await within(left(), startCommand(client, PLAIN_COMMAND));
  if (channel === undefined || channel === "refused") {
    const ending = "The host did not run the command that reads it.";
    const reader = new BlockReader("", []);
    return { reader, refused: channel === "refused" && !told, ending, notElevated };
  }
  return { ...(await answerOf(channel, request, left())), notElevated };
}

/**
 * Has a shell run the script, and waits until its answer is whole, a bound is reached, the channel closes or the time
 * is over. Whatever has come by then counts.
 */
async function answerOf(
  channel: ClientChannel,
  { blocks, broken, newMarker }: Pick<ReadingRequest, "blocks" | "broken" | "newMarker">,
  ms: number,
  rest: Buffer = Buffer.alloc(0),
): Promise<BlockReading> {
  const marker = newMarker();
  const reader = new BlockReader(marker, blocks);
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
  return { reader, refused: false, ending };
}
