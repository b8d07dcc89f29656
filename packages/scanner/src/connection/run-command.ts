import type { Client, ClientChannel } from "ssh2";
import { done, failed, type Step } from "../failure.ts";

/** The most a host may answer to one command, in bytes, errors included. */
const MAX_OUTPUT_BYTES = 64 * 1024;
/** What is kept of its errors, in bytes. */
const MAX_SAID_BYTES = 2 * 1024;

/** What a host printed for a command. */
export interface Answer {
  readonly output: Buffer;
  /** On its error output. */
  readonly said: string;
  /** Whether it told how the command ended; a host that goes away does not. */
  readonly exited: boolean;
}

/** A command under way. */
export interface Run {
  readonly answer: Promise<Step<Answer>>;
  /** Whether the host has printed anything yet. */
  readonly spoke: () => boolean;
}

/**
 * Runs one command and hands out what it printed, however it ended: a router closes the connection where
 * others send an exit status. Nothing is sent to the command's input.
 *
 * @param end the line that ends a whole answer: what holds the channel open after it (a login shell may leave a
 * process in the background) is not waited for
 */
export function runCommand(client: Client, command: string, end?: string): Run {
  let spoke = false;
  const answer = new Promise<Step<Answer>>((resolve) => {
    const refused = () =>
      resolve(failed("collect", "The host did not run the command that reads its system."));
    const collect = (channel: ClientChannel) => {
      const output: Buffer[] = [];
      const said: Buffer[] = [];
      let size = 0;
      let exited = false;
      const count = (chunk: Buffer) => {
        spoke = true;
        size += chunk.length;
        if (size <= MAX_OUTPUT_BYTES) return;
        resolve(failed("collect", `The host answered more than ${MAX_OUTPUT_BYTES} bytes.`));
        client.end();
      };
      const settle = () =>
        resolve(
          done({
            output: Buffer.concat(output),
            said: Buffer.concat(said).subarray(0, MAX_SAID_BYTES).toString(),
            exited,
          }),
        );
      const isWhole = end === undefined ? () => false : endFinder(end);
      channel.on("data", (chunk: Buffer) => {
        output.push(chunk);
        count(chunk);
        if (isWhole(chunk)) settle();
      });
      channel.stderr.on("data", (chunk: Buffer) => {
        said.push(chunk);
        count(chunk);
      });
      channel.on("exit", () => {
        exited = true;
      });
      channel.on("close", settle);
      channel.end();
    };
    try {
      client.exec(command, (error, channel) => (error ? refused() : collect(channel)));
    } catch {
      // Thrown where the connection has ended since.
      refused();
    }
  });
  return { answer, spoke: () => spoke };
}

/** Looks for a line in what comes piece by piece, at nothing twice but what a line may have begun in. */
function endFinder(line: string): (chunk: Buffer) => boolean {
  const wanted = [`\n${line}\n`, `\n${line}\r\n`];
  const most = line.length + 3;
  let tail = "\n";
  return (chunk) => {
    const text = tail + chunk.toString("latin1");
    tail = text.slice(-most);
    return wanted.some((each) => text.includes(each));
  };
}
