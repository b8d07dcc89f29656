import { type Directory, DirectoryError, type DirectoryFailure, openDirectory } from "@hostscan/directory";
import type { ExitName } from "../cli/exit-code.ts";
import { CommandFailure } from "../cli/failure.ts";
import type { Io } from "../cli/io.ts";
import { withoutOpenSsl } from "../cli/plain-text.ts";
import { listenForInterrupts } from "../follow/interrupt.ts";
import { isDrawable } from "../show/style.ts";
import { type DirectoryFlags, directoryOptions } from "./directory-flags.ts";

const EXITS: Readonly<Record<DirectoryFailure, ExitName>> = {
  BadInput: "BadInput",
  Unreachable: "Unreachable",
  NoTls: "Unreachable",
  NotTrusted: "Unreachable",
  WrongPassword: "NoAccess",
  AccountLocked: "NoAccess",
  AccountDisabled: "NoAccess",
  AccountExpired: "NoAccess",
  PasswordExpired: "NoAccess",
  LogonNotAllowed: "NoAccess",
  NotAllowed: "NoAccess",
  NoSuchBase: "NotFound",
  ReferredElsewhere: "BadInput",
  TooMuch: "Failure",
  TimedOut: "TimedOut",
  Aborted: "Interrupted",
  BadAnswer: "Failure",
};

type Read<T> = (directory: Directory, onProgress: (entries: number) => void) => Promise<T>;

/** Opens the directory that the flags name, reads from it, and closes it; Ctrl-C ends that. @throws {CommandFailure} */
export async function readDirectory<T>(io: Io, flags: DirectoryFlags, read: Read<T>): Promise<T> {
  const options = await directoryOptions(io, flags);
  const interruption = new AbortController();
  const interrupts = listenForInterrupts(io);
  interrupts.handle(() => interruption.abort());
  const shown = isDrawable(io, io.stderr);
  try {
    await using directory = await openDirectory({ ...options, signal: interruption.signal });
    return await read(directory, (entries) => {
      if (shown) io.stderr.write(`\r${entries} read`);
    });
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    const said = error.said === undefined ? [] : [`it says: ${error.said}`];
    const advice = error.advice === "" ? [] : [error.advice];
    throw new CommandFailure(EXITS[error.reason], withoutOpenSsl(error.message), [...advice, ...said]);
  } finally {
    if (shown) io.stderr.write("\r\u001B[K");
    interrupts.stop();
  }
}
