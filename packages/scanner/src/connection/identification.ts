import type { Socket } from "node:net";
import { done, failed, type Step } from "../failure.ts";
import { type Opening, readOpening } from "./read-opening.ts";

/** The most a host may send before it identifies itself, in bytes. */
export const MAX_GREETING_BYTES = 16 * 1024;

/** What a host said of itself. */
export interface Identification {
  /** Its SSH is the one that comes with Windows. */
  readonly ofWindows: boolean;
}

/**
 * Waits until the host has said, in a whole line, that it speaks SSH (RFC 4253, 4.2), and leaves the socket
 * paused at that line. Lines before it are dropped.
 *
 * ssh2 loses an identification that comes in more than two pieces, and takes any amount of lines before it.
 */
export async function awaitIdentification(socket: Socket): Promise<Step<Identification>> {
  const missing = "identifying itself as an SSH server";
  let identification = "";
  const judge = judgeGreeting((line) => {
    identification = line;
  });
  const opening = await readOpening(socket, { phase: "kex", protocol: "SSH", missing, judge });
  return opening.ok ? done({ ofWindows: WINDOWS.test(identification) }) : opening;
}

/** `SSH-2.0-OpenSSH_for_Windows_9.5` */
const WINDOWS = /^SSH-[\d.]+-OpenSSH_for_Windows/;

/** Goes on where it stopped: however small the pieces are that a host sends, no line is looked at twice. */
function judgeGreeting(onFound: (line: string) => void): (received: Buffer) => Opening | undefined {
  let start = 0;
  let looked = 0;
  return (received) => {
    for (;;) {
      const end = received.indexOf("\n", looked);
      if (end === -1) break;
      if (received.toString("latin1", start, start + 4) === "SSH-") {
        onFound(received.toString("latin1", start, end));
        return { step: done(undefined), rest: received.subarray(start) };
      }
      start = end + 1;
      looked = start;
    }
    looked = received.length;
    if (received.length <= MAX_GREETING_BYTES) return undefined;
    return {
      step: failed("kex", "The host sends without end, but does not identify itself as an SSH server."),
    };
  };
}
