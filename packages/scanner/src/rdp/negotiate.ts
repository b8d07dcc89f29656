import type { Socket } from "node:net";
import { readOpening } from "../connection/read-opening.ts";
import { done, failed, type Step } from "../failure.ts";

/**
 * X.224 Connection Request in a TPKT, with an RDP Negotiation Request for TLS, or TLS followed by CredSSP
 * (MS-RDPBCGR, 2.2.1.1).
 */
const REQUEST = Buffer.from("030000130ee000000000000100080003000000", "hex");

/** A Connection Confirm is 11 bytes, and 8 more with a negotiation (MS-RDPBCGR, 2.2.1.2). */
const LONGEST_REPLY = 64;
const CONNECTION_CONFIRM = 0xd0;
const NEGOTIATION_RESPONSE = 2;
/** PROTOCOL_RDP: its own encryption, without a certificate that could be pinned. */
const WITHOUT_TLS = 0;

/** Asks a Remote Desktop host to speak TLS, and leaves the connection where the TLS handshake is to begin. */
export function negotiateTls(socket: Socket): Promise<Step<undefined>> {
  const reply = readOpening(socket, {
    phase: "tls",
    protocol: "Remote Desktop",
    missing: "a word of Remote Desktop",
    judge(received) {
      const step = readReply(received);
      return step && { step };
    },
  });
  socket.write(REQUEST);
  return reply;
}

/** What the reply comes to, once it is whole. */
export function readReply(received: Buffer): Step<undefined> | undefined {
  if (received.length < 4) return undefined;
  const length = received.readUInt16BE(2);
  if (received[0] !== 3 || length < 11 || length > LONGEST_REPLY) return noRemoteDesktop();
  if (received.length < length) return undefined;
  // The host has to wait for the handshake: whatever comes before it is not to be taken for a part of it.
  if (received.length > length || received[5] !== CONNECTION_CONFIRM) return noRemoteDesktop();
  if (length < 19) return failed("tls", "The host's Remote Desktop does not speak TLS.");
  const code = received.readUInt32LE(15);
  if (received[11] !== NEGOTIATION_RESPONSE) {
    return failed("tls", `The host's Remote Desktop refuses TLS (code ${code}).`);
  }
  return code === WITHOUT_TLS
    ? failed("tls", "The host's Remote Desktop does not speak TLS.")
    : done(undefined);
}

const noRemoteDesktop = () => failed("tls", "The host answers, but not as Remote Desktop.");
