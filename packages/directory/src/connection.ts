import type { Socket } from "node:net";
import {
  BindRequest,
  BindResponse,
  ExtendedRequest,
  ExtendedResponse,
  SearchEntry,
  SearchReference,
  type SearchRequest,
  SearchResponse,
  UnbindRequest,
} from "ldapts";
import { readAnswer } from "./answer.ts";
import { headAt, noLdap, SEQUENCE } from "./ber.ts";
import { DirectoryError } from "./directory-error.ts";

/** What a connection bears before it is given up. */
export interface ConnectionLimits {
  /** Of everything that the directory sends. */
  readonly bytes: number;
  /** Between two pieces of what it sends. */
  readonly idleMs: number;
}

/** The answer that ends an operation. */
export interface Ending {
  readonly message: SearchResponse | BindResponse | ExtendedResponse;
  /** Where a search goes on; absent where it does not. */
  readonly cookie: Buffer | undefined;
}

type Request = BindRequest | ExtendedRequest | SearchRequest;

/** What ends an operation of this kind, and no other. */
function endOf(request: Request) {
  if (request instanceof BindRequest) return BindResponse;
  return request instanceof ExtendedRequest ? ExtendedResponse : SearchResponse;
}

interface Pending {
  readonly id: number;
  readonly end: ReturnType<typeof endOf>;
  readonly onEntry: (entry: SearchEntry | SearchReference) => void;
  readonly resolve: (ending: Ending) => void;
  readonly reject: (error: Error) => void;
}

/** The most of one message. Entries have a few short attributes. */
const LONGEST_MESSAGE = 256 * 1024;

/** Operations on a socket, one after another. What the other side sends is held within limits. */
export class Connection {
  readonly #socket: Socket;
  readonly #limits: ConnectionLimits;
  #chunks: Buffer[] = [];
  #held = 0;
  /** How many bytes there have to be before it is worth while to look again. */
  #wanted = 2;
  #received = 0;
  #pending: Pending | undefined;
  #failure: Error | undefined;

  constructor(socket: Socket, limits: ConnectionLimits) {
    this.#socket = socket;
    this.#limits = limits;
    this.bear(limits.idleMs);
    socket.on("data", this.#take);
    socket.on("error", this.#onError);
    socket.on("close", this.#onClose);
  }

  /** How long it may be silent from now on. */
  bear(ms: number): void {
    this.#socket.removeAllListeners("timeout");
    this.#socket.setTimeout(ms, () => this.fail(silent(ms)));
  }

  /** Sends a request and hands on what comes before its end. @throws {DirectoryError} where no end comes. */
  request(request: Request, onEntry: Pending["onEntry"] = refuse): Promise<Ending> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#pending = { id: request.messageId, end: endOf(request), onEntry, resolve, reject };
      this.#socket.write(request.write());
    });
  }

  /** Gives the socket back, to be made secure. @throws {DirectoryError} where more came than was asked for. */
  release(): void {
    this.#socket.off("data", this.#take).off("error", this.#onError).off("close", this.#onClose);
    this.#socket.removeAllListeners("timeout");
    this.#socket.setTimeout(0);
    // What anyone has slipped in before TLS must not count as said within it.
    if (this.#held > 0) throw noLdap();
  }

  /** Says good-bye. */
  close(): void {
    this.#socket.write(new UnbindRequest({ messageId: UNBIND_ID }).write());
    this.#socket.destroySoon();
  }

  /** Ends the connection; what is waited for fails with this. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#socket.destroy();
    this.#pending?.reject(this.#failure);
    this.#pending = undefined;
  }

  readonly #onError = (error: Error) =>
    this.fail(new DirectoryError("Unreachable", `the connection to the directory broke: ${error.message}`));

  readonly #onClose = () =>
    this.fail(new DirectoryError("Unreachable", "the directory closed the connection"));

  readonly #take = (chunk: Buffer) => {
    this.#received += chunk.length;
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    try {
      if (this.#received > this.#limits.bytes) throw tooMuch(`${this.#limits.bytes} bytes`);
      if (this.#held >= this.#wanted) this.#readMessages();
    } catch (error) {
      this.fail(error instanceof Error ? error : noLdap());
    }
  };

  #readMessages(): void {
    const bytes = Buffer.concat(this.#chunks);
    let at = 0;
    this.#wanted = 2;
    for (;;) {
      const head = headAt(bytes, at, bytes.length);
      if (head === undefined) break;
      if (head.tag !== SEQUENCE) throw noLdap();
      if (head.end - head.at > LONGEST_MESSAGE) throw tooMuch(`${LONGEST_MESSAGE} bytes at once`);
      if (head.end > bytes.length) {
        this.#wanted = head.end - at;
        break;
      }
      at = head.end;
      this.#handle(bytes.subarray(head.at, head.end));
    }
    this.#chunks = [bytes.subarray(at)];
    this.#held = bytes.length - at;
  }

  #handle(bytes: Buffer): void {
    const { id, message, cookie } = readAnswer(bytes);
    // What comes unasked is the notice that it ends the connection (RFC 4511, 4.4.1).
    if (id === 0) {
      throw new DirectoryError("Unreachable", "the directory ends the connection", "", message.errorMessage);
    }
    const pending = this.#pending;
    if (pending?.id !== id) throw noLdap();
    if (message instanceof SearchEntry || message instanceof SearchReference) pending.onEntry(message);
    else if (message instanceof pending.end) {
      this.#pending = undefined;
      pending.resolve({ message, cookie });
    } else throw noLdap();
  }
}

/** It has no answer, so that its number matters to nobody. */
const UNBIND_ID = 2 ** 31 - 1;

/** There is more than was to be read. */
export const tooMuch = (limit: string) =>
  new DirectoryError("TooMuch", `the directory sends more than ${limit}`, "name a smaller unit");

const silent = (ms: number) =>
  new DirectoryError(
    "TimedOut",
    `the directory has sent nothing for ${ms / 1000} s`,
    "is it the right port?",
  );

const refuse = () => {
  throw noLdap();
};
