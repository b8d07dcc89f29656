import { once } from "node:events";
import type { CapturedIo } from "./captured-io.ts";

/** What a command prints first. Rejects, with what it said on stderr, if it ends before. */
export async function untilPrinted(io: CapturedIo, ended: Promise<number>): Promise<string> {
  if (io.out() === "") {
    const early = ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${io.err()}`)));
    early.catch(() => {});
    await Promise.race([once(io.stdout, "data"), early]);
  }
  return io.out();
}
