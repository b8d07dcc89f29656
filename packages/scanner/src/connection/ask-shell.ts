import type { Client, ClientChannel } from "ssh2";
import { done, failed, type Step } from "../failure.ts";
import { asLines, beforePager, MAX_PRINTED_BYTES, openShell } from "./shell.ts";

/** What a device ends its prompt with. */
const PROMPT = /(?:^|[\r\n])[^\s<>#]{1,64}[>#] ?$/;
const LONGEST_PROMPT = 80;

/**
 * Asks in a shell, as a person would: for devices that take a command and never answer it (Cisco ASA). Pages are turned;
 * the answer is whole when the next prompt is there and `isAnswer` takes what was printed.
 */
export async function askShell(
  client: Client,
  command: string,
  isAnswer: (output: Buffer) => boolean,
): Promise<Step<Buffer>> {
  const channel = await openShell(client);
  return channel === "refused"
    ? failed("collect", "The host has no shell to read its system in.")
    : converse(client, channel, command, isAnswer);
}

function converse(
  client: Client,
  channel: ClientChannel,
  command: string,
  isAnswer: (output: Buffer) => boolean,
): Promise<Step<Buffer>> {
  return new Promise((resolve) => {
    let text = "";
    channel.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (text.length > MAX_PRINTED_BYTES) {
        resolve(failed("collect", `The host answered more than ${MAX_PRINTED_BYTES} bytes.`));
        client.end();
        return;
      }
      const page = beforePager(text);
      if (page !== undefined) {
        text = page;
        channel.write(" ");
      } else if (PROMPT.test(text.slice(-LONGEST_PROMPT))) {
        const output = asLines(text);
        if (!isAnswer(output)) return;
        resolve(done(output));
        channel.end("exit\n");
      }
    });
    channel.on("close", () => resolve(done(asLines(text))));
    channel.write(`${command}\n`);
  });
}
