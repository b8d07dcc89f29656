import type { ObservedKey } from "../types.ts";
import { thumbprintOf } from "./thumbprint.ts";

/** Reads the key a host showed: its thumbprint, and the algorithm its blob begins with (RFC 4253, 6.6). */
export function observeHostKey(keyBlob: Buffer): ObservedKey {
  const length = keyBlob.readUInt32BE(0);
  return {
    protocol: "ssh",
    thumbprint: thumbprintOf(keyBlob),
    algorithm: keyBlob.toString("latin1", 4, 4 + length),
  };
}
