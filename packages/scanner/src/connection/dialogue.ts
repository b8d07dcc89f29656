import type { ClientChannel } from "ssh2";
import { done, failed, type Step } from "../failure.ts";
import type { ScanFailure } from "../types.ts";
import { within } from "../within.ts";
import { beforePager, MAX_PRINTED_BYTES } from "./shell.ts";

/** A conversation in a shell, one thing typed after the other. Pages are turned, and what is printed is bounded. */
export class Dialogue {
  readonly #channel: ClientChannel;
  #printed = "";
  #ending: string | undefined;
  #look = () => {};

  /** @param broken settles when the host breaks the protocol or the connection */
  constructor(channel: ClientChannel, broken: Promise<ScanFailure>) {
    this.#channel = channel;
    const end = (message: string) => {
      this.#ending ??= message;
      this.#look();
    };
    channel.on("data", (chunk: Buffer) => {
      if (this.#ending !== undefined) return;
      this.#printed += chunk.toString("latin1");
      const page = beforePager(this.#printed);
      if (page !== undefined) {
        this.#printed = page;
        channel.write(" ");
      }
      if (this.#printed.length > MAX_PRINTED_BYTES)
        end(`The host answered more than ${MAX_PRINTED_BYTES} bytes.`);
      else this.#look();
    });
    channel.stderr.resume();
    channel.on("close", () => end("The host closed its shell."));
    broken.then(({ message }) => end(message));
  }

  /** What was printed since something was typed; a byte each character. */
  get printed(): string {
    return this.#printed;
  }

  /** Whether the shell has ended, or is not listened to any more. */
  get over(): boolean {
    return this.#ending !== undefined;
  }

  /** Types, and forgets what was printed before. */
  type(keys: string): void {
    this.#printed = "";
    this.#channel.write(keys);
  }

  /** Waits until `find` finds something in what is printed; fails where the shell ends, or says nothing of it in time. */
  async until<Found>(find: (printed: string) => Found | undefined, ms: number): Promise<Step<Found>> {
    const found = Promise.withResolvers<Step<Found>>();
    this.#look = () => {
      const value = find(this.#printed);
      if (value !== undefined) found.resolve(done(value));
      else if (this.#ending !== undefined) found.resolve(failed("collect", this.#ending));
    };
    this.#look();
    const step = await within(ms, found.promise);
    this.#look = () => {};
    return step ?? failed("collect", "The host did not answer in time.");
  }

  /** Leaves by a command, where the shell waits for one. */
  leave(): void {
    this.#channel.end("exit\n");
  }

  /** Leaves and types nothing more: a password may be asked for. */
  breakOff(): void {
    this.#channel.destroy();
  }
}
