import { Agent, type IncomingMessage, request } from "node:http";
import type { Duplex } from "node:stream";
import { codeOf, done, failed, type Step } from "../failure.ts";
import { MOST_ENVELOPE_BYTES } from "./messages.ts";
import { PLAIN_TYPE } from "./sealed-body.ts";

/** The most a host may answer to one request, in bytes: an envelope, and what sealing adds to it. */
export const MAX_ANSWER_BYTES = MOST_ENVELOPE_BYTES + 8 * 1024;

/** A request to `/wsman`. */
export interface WsManRequest {
  readonly body: string | Buffer;
  /** SOAP where absent. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a host answered, all of it. */
export interface WsManResponse {
  readonly status: number;
  /** The values of `WWW-Authenticate`. */
  readonly challenges: readonly string[];
  /** Its `Content-Type`. */
  readonly type: string | undefined;
  readonly body: Buffer;
}

/** Keeps requests to the one connection it was made for. */
export class OneConnection extends Agent {
  readonly #connection: Duplex;

  constructor(connection: Duplex) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#connection = connection;
  }

  /** Whether it can take one more request. */
  get open(): boolean {
    return this.#connection.writable;
  }

  override createConnection(): Duplex {
    return this.#connection;
  }
}

/**
 * Sends one request and reads its answer: as much as a host may send, with no redirect followed, no cookie kept and
 * nothing decompressed.
 */
export function exchange(
  agent: OneConnection,
  host: string,
  message: WsManRequest,
): Promise<Step<WsManResponse>> {
  return new Promise((resolve) => {
    const headers = {
      ...message.headers,
      Host: host,
      "Content-Type": message.type ?? PLAIN_TYPE,
      "Content-Length": Buffer.byteLength(message.body),
    };
    const sent = request({ agent, method: "POST", path: "/wsman", headers });
    const fail = (text: string) => {
      resolve(failed("collect", text));
      sent.destroy();
    };
    sent.on("error", (error) => fail(`The host's WS-Man broke the connection (${codeOf(error)}).`));
    sent.on("information", () => fail("The host's WS-Man does not answer, but sends interim responses."));
    // Nothing that was asked for: Node would tell nobody.
    sent.on("upgrade", (_, socket) => {
      socket.destroy();
      fail("The host's WS-Man does not answer, but changes the protocol.");
    });
    sent.on("response", (response) => readAll(response, fail, (answer) => resolve(done(answer))));
    sent.end(message.body);
  });
}

function readAll(
  response: IncomingMessage,
  fail: (text: string) => void,
  done: (answer: WsManResponse) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on("data", (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > MAX_ANSWER_BYTES) fail(`The host's WS-Man answered more than ${MAX_ANSWER_BYTES} bytes.`);
  });
  response.on("error", (error) => fail(`The host's WS-Man broke off its answer (${codeOf(error)}).`));
  response.on("end", () => {
    const challenges = response.headersDistinct["www-authenticate"] ?? [];
    const type = response.headers["content-type"];
    done({ status: response.statusCode ?? 0, challenges, type, body: Buffer.concat(chunks) });
  });
}
