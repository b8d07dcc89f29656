import { open, readFile } from "node:fs/promises";
import { keyFileExposure } from "@hostscan/database";
import type { Logger } from "pino";
import { ExitCode } from "../../cli/exit-code.ts";
import { CommandFailure } from "../../cli/failure.ts";
import { describeCertificate, identityFault, type TlsIdentities, type TlsIdentity } from "./tls-identity.ts";

export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface TlsFilesOptions {
  readonly log: Pick<Logger, "info" | "warn" | "error">;
  /** How often the files are read, in milliseconds. */
  readonly everyMs?: number;
}

const EVERY_MS = 5_000;
const STRICT_SECONDS = 365 * 86_400;

/**
 * Reads a certificate and its key, and again every few seconds: that finds what a watch on a file misses, such as another
 * file under its name, or another folder behind a link. What is unusable, as when only one of the two is new yet, is
 * told once, and the identity before it stays.
 *
 * @throws {CommandFailure} with `ExitCode.Configuration` where they are unusable from the start.
 */
export async function openTlsFiles(
  files: TlsFiles,
  { log, everyMs = EVERY_MS }: TlsFilesOptions,
): Promise<TlsIdentities> {
  let told: string | undefined;
  const warn = (text: string) => {
    if (text !== told) log.warn(text);
    told = text;
  };
  const first = await read(files, warn);
  if ("fault" in first) throw new CommandFailure(ExitCode.Configuration, first.fault);
  return {
    first,
    strictSeconds: STRICT_SECONDS,
    follow(use) {
      let last: TlsIdentity | Fault = first;
      const look = async () => {
        const found = await read(files, warn);
        if (isSame(found, last)) return;
        last = found;
        if ("fault" in found)
          return log.error({ fault: found.fault }, "TLS certificate kept, as the new one is unusable");
        use(found);
        log.info(describeCertificate(found), "TLS certificate changed");
      };
      return repeat(look, everyMs);
    },
  };
}

interface Fault {
  readonly fault: string;
}

async function read(
  { certFile, keyFile }: TlsFiles,
  warn: (text: string) => void,
): Promise<TlsIdentity | Fault> {
  try {
    const [cert, { key, exposure }] = await Promise.all([readFile(certFile, "utf8"), readKey(keyFile)]);
    if (exposure?.isRefused) return { fault: exposure.text };
    if (exposure) warn(exposure.text);
    const fault = identityFault({ cert, key });
    if (fault === undefined) return { cert, key };
    return { fault: `the certificate in ${certFile} and the key in ${keyFile} cannot be used: ${fault}` };
  } catch (error) {
    return {
      fault: `the TLS certificate or its key cannot be read: ${error instanceof Error ? error.message : error}`,
    };
  }
}

/** A key, and who else has it: judged by the very file that it was read from. */
async function readKey(path: string) {
  await using file = await open(path);
  const exposure = keyFileExposure(path, await file.stat());
  return { key: await file.readFile("utf8"), exposure };
}

function isSame(one: TlsIdentity | Fault, other: TlsIdentity | Fault): boolean {
  if ("fault" in one || "fault" in other)
    return "fault" in one && "fault" in other && one.fault === other.fault;
  return one.cert === other.cert && one.key === other.key;
}

/** Does something again and again, each time `ms` after the time before has ended, until the function returned is called. */
function repeat(look: () => Promise<void>, ms: number): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout;
  const next = () => {
    if (stopped) return;
    timer = setTimeout(() => void look().finally(next), ms).unref();
  };
  next();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
