import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream";
import { LightHeaders } from "./headers.ts";
import { type Bytes, LightRequest, LightResponse } from "./messages.ts";

/** What a request has unless it says otherwise. */
const DEFAULTS = { accept: "*/*", "accept-encoding": "gzip", "user-agent": "hostscan" };

/**
 * Sends a request by `node:http` or `node:https`. It is the web's `fetch` as far as the client uses it, and redirects are
 * given as they are.
 *
 * Node's own takes half as long again to load as all of a command besides. Where Node takes proxies and certificates from
 * is the same for both.
 *
 * @throws {TypeError} with the reason as its cause, where there is no answer
 */
async function fetch(request: LightRequest): Promise<LightResponse> {
  const { url, method, body, signal } = request;
  // `import` would ask the module for all that it has, the web's classes among it.
  const http = process.getBuiltinModule(url.startsWith("https:") ? "node:https" : "node:http");
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const refuse = (cause: unknown) => reject(new TypeError("fetch failed", { cause }));
    try {
      const headers = { ...DEFAULTS, ...Object.fromEntries(request.headers) };
      const sent = http.request(url, { method, headers, ...(signal && { signal }) }, resolve);
      sent.on("error", refuse);
      // An answer to something else, as 101, is no error to Node.
      sent.on("close", () => refuse(new Error("the connection was closed without an answer")));
      sent.end(body);
    } catch (error) {
      refuse(error);
    }
  });
  const { statusCode: status = 0, statusMessage: statusText = "" } = message;
  return new LightResponse(await unpacked(message), { status, statusText, headers: pairsOf(message) });
}

/** Names and values in turn, as they came. */
function* pairsOf({ rawHeaders }: IncomingMessage): Generator<[string, string]> {
  let name = "";
  for (const [at, text] of rawHeaders.entries()) {
    if (at % 2 === 0) name = text;
    else yield [name, text];
  }
}

async function unpacked(message: IncomingMessage): Promise<Bytes> {
  const packing = message.headers["content-encoding"]?.toLowerCase();
  if (packing === undefined || packing === "identity") return message;
  if (packing !== "gzip") throw new TypeError(`the answer is packed by ${packing}, which was not asked for`);
  const { createGunzip } = await import("node:zlib");
  // That it breaks off is told to whoever reads.
  return pipeline(message, createGunzip(), () => {});
}

/** The form of a form is never sent. */
class LightFormData {}

/** What a call of the client uses of the web, by its global names. */
export const lightWeb = {
  fetch,
  FormData: LightFormData,
  Headers: LightHeaders,
  Request: LightRequest,
  Response: LightResponse,
};
