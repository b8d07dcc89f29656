import type { Client, ClientChannel } from "ssh2";
import { done, failed, type Step } from "../failure.ts";

/** The most a host may answer to one command, in bytes, errors included. */
const MAX_OUTPUT_BYTES = 64 * 1024;

/**
 * Runs one command and hands out what it printed, however it ended: a router closes the connection where
 * others send an exit status. Nothing is sent to the command's input.
 */
export function runCommand(client: Client, command: string): Promise<Step<Buffer>> {
  return new Promise((resolve) => {
    const refused = () =>
      resolve(failed("collect", "The host did not run the command that reads its system."));
    const collect = (channel: ClientChannel) => {
      const output: Buffer[] = [];
      let size = 0;
      const count = (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_OUTPUT_BYTES) return;
        resolve(failed("collect", `The host answered more than ${MAX_OUTPUT_BYTES} bytes.`));
        client.end();
      };
      channel.on("data", (chunk: Buffer) => {
        output.push(chunk);
        count(chunk);
      });
      channel.stderr.on("data", count);
      channel.on("close", () => resolve(done(Buffer.concat(output))));
      channel.end();
    };
    try {
      client.exec(command, (error, channel) => (error ? refused() : collect(channel)));
    } catch {
      // Thrown where the connection has ended since.
      refused();
    }
  });
}
