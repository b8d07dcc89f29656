import type { Socket } from "node:net";
import { cleanText } from "../facts/text.ts";
import { done, failed, type Step } from "../failure.ts";
import { observeHostKey } from "../trust/host-key.ts";
import type { ObservedKey } from "../types.ts";
import { createClient, OFFER } from "./offer.ts";
import { MAX_RECEIVED_BYTES } from "./session.ts";

/**
 * Exchanges keys with a host that has identified itself, and reads the one it proved to own. No login is begun: not
 * even a name is sent.
 */
export function awaitHostKey(socket: Socket): Promise<Step<ObservedKey>> {
  return new Promise((resolve) => {
    let shown: ObservedKey | undefined;
    const fail = (cause: string) =>
      resolve(failed("kex", `The connection broke during the key exchange (${cause}).`));
    const client = createClient(fail);
    client
      .on("error", (error) => fail(cleanText(error.message)))
      .on("close", () => fail("closed by the host"))
      .on("handshake", () => {
        if (shown !== undefined) resolve(done(shown));
        client.destroy();
      })
      .connect({
        sock: socket,
        ident: "Hostscan",
        readyTimeout: 0,
        username: "",
        algorithms: OFFER,
        hostVerifier: (keyBlob: Buffer) => {
          shown = observeHostKey(keyBlob);
          return true;
        },
        authHandler: () => client.destroy(),
      });
    socket.on("data", () => {
      if (socket.bytesRead > MAX_RECEIVED_BYTES) fail(`more than ${MAX_RECEIVED_BYTES} bytes received`);
    });
  });
}
