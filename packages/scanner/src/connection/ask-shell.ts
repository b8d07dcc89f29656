import type { Client, ClientChannel } from "ssh2";
import { done, failed, type Step } from "../failure.ts";

/** The most a host may print in a shell, in bytes. */
const MAX_OUTPUT_BYTES = 64 * 1024;
/** What a device says where it waits for a key before it goes on, and what a device ends its prompt with. */
const PAGERS = ["<--- More --->", "--More--"] as const;
const PROMPT = /(?:^|[\r\n])[^\s<>#]{1,64}[>#] ?$/;
const LONGEST_PROMPT = 80;

/**
 * Asks in a shell, as a person would: for devices that take a command and never answer it (Cisco ASA). Pages are turned;
 * the answer is whole when the next prompt is there and `isAnswer` takes what was printed.
 */
export function askShell(
  client: Client,
  command: string,
  isAnswer: (output: Buffer) => boolean,
): Promise<Step<Buffer>> {
  return new Promise((resolve) => {
    const refused = () => resolve(failed("collect", "The host has no shell to read its system in."));
    const converse = (channel: ClientChannel) => {
      let text = "";
      channel.on("data", (chunk: Buffer) => {
        text += chunk.toString("latin1");
        if (text.length > MAX_OUTPUT_BYTES) {
          resolve(failed("collect", `The host answered more than ${MAX_OUTPUT_BYTES} bytes.`));
          client.end();
          return;
        }
        const pager = PAGERS.find((each) => text.trimEnd().endsWith(each));
        if (pager !== undefined) {
          text = text.slice(0, text.lastIndexOf(pager));
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
    };
    try {
      client.shell({ term: "vt100", cols: 200, rows: 200 }, (error, channel) =>
        error ? refused() : converse(channel),
      );
    } catch {
      // Thrown where the connection has ended since.
      refused();
    }
  });
}

/** What was printed, as a command would have printed it: of a line that was written over, what was written last. */
function asLines(text: string): Buffer {
  const lines = text.split("\n").map((line) => {
    const parts = line.split("\r").filter((part) => part.trim() !== "");
    return parts.at(-1) ?? "";
  });
  return Buffer.from(`${lines.join("\n")}\n`, "latin1");
}
