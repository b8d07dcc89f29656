import type { IncomingMessage } from "node:http";
import type { Context } from "hono";
import { incomingOf } from "./incoming.ts";

/** The bytes of a body, or why they could not be had. */
export type BodyBytes = Buffer | "too large" | "broken off";

/**
 * Reads the body of a request, and counts along: no more than `maxBytes` are ever kept.
 *
 * On Node it reads the server's own stream. The web stream that stands for it would cost a copy of every body, and a
 * stream more for one that does not declare its length.
 */
export async function readBodyBytes({ env, req }: Context, maxBytes: number): Promise<BodyBytes> {
  try {
    const incoming = incomingOf(env);
    return await (incoming ? readIncoming(incoming, maxBytes) : readStream(req.raw.body ?? [], maxBytes));
  } catch {
    return "broken off";
  }
}

function readIncoming(incoming: IncomingMessage, maxBytes: number): Promise<BodyBytes> {
  return new Promise((resolve, reject) => {
    // The caller may have left while the token was verified: nothing more would be heard of the stream.
    if (incoming.destroyed) reject(new Error("The caller has left"));
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > maxBytes) resolve("too large");
      else chunks.push(chunk);
    });
    incoming.on("end", () => resolve(Buffer.concat(chunks, size)));
    incoming.on("error", reject);
    incoming.on("close", reject);
  });
}

async function readStream(
  stream: AsyncIterable<Uint8Array> | Iterable<never>,
  maxBytes: number,
): Promise<BodyBytes> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > maxBytes) return "too large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
