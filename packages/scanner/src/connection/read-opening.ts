import type { Socket } from "node:net";
import { codeOf, failed, type Step } from "../failure.ts";
import type { ScanPhase } from "../types.ts";

/** What the first bytes of a host come to. */
export interface Opening {
  readonly step: Step<undefined>;
  /** Those that belong to what comes next, where there are any. */
  readonly rest?: Buffer;
}

/** How an opening is read. */
export interface OpeningReader {
  /** In which a failure is. */
  readonly phase: ScanPhase;
  /** For people, after "The connection broke before any …". */
  readonly protocol: string;
  /** For people, after "The host closed the connection without …". */
  readonly missing: string;
  /** Judges all bytes so far; undefined while it takes more to tell. It sets a bound to them. */
  judge(received: Buffer): Opening | undefined;
}

/** Reads a host's first bytes until they can be judged, and leaves the socket paused where they end. */
export function readOpening(socket: Socket, reader: OpeningReader): Promise<Step<undefined>> {
  const { phase, protocol, missing } = reader;
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const settle = (step: Step<undefined>) => {
      socket.off("data", onData).off("error", onError).off("close", onClose);
      resolve(step);
    };
    const onData = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const opening = reader.judge(received);
      if (opening === undefined) return;
      socket.pause();
      settle(opening.step);
      if (opening.rest !== undefined) socket.unshift(opening.rest);
    };
    const onError = (error: Error) =>
      settle(failed(phase, `The connection broke before any ${protocol} (${codeOf(error)}).`));
    const onClose = () => settle(failed(phase, `The host closed the connection without ${missing}.`));
    socket.on("data", onData).on("error", onError).on("close", onClose);
  });
}
