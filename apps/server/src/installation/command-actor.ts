import { userInfo } from "node:os";
import type { Actor } from "@hostscan/engine";

/** Who runs this process, as the audit log names them: the operating system's user. */
export function commandActor(): Actor {
  return { kind: "command", name: userName() };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have a number only.
    return `uid ${process.getuid?.()}`;
  }
}
