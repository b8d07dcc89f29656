import type { Socket } from "node:net";
import { cleanText } from "../facts/text.ts";
import { done, failed, type Step } from "../failure.ts";
import { observeHostKey } from "../trust/host-key.ts";
import type { ObservedKey } from "../types.ts";
import type { KeySearch } from "./key-search.ts";
import { createClient, OFFER } from "./offer.ts";
import { MAX_RECEIVED_BYTES } from "./session.ts";

/**
 * Exchanges keys with a host that has identified itself, and reads the one it proved to own. No login is begun: not
 * even a name is sent.
 */
export function awaitHostKey(socket: Socket, search: KeySearch): Promise<Step<ObservedKey>> {
  return new Promise((resolve) => {
    let shown: ObservedKey | undefined;
    const fail = (cause: string) =>
      resolve(failed("kex", `The connection broke during the key exchange (${cause}).`));
    const client = createClient(fail);
    client
      .on("error", (error) => {
        if (search.nothingToShow === undefined) fail(cleanText(error.message));
        else resolve(failed("hostkey", search.nothingToShow));
      })
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
        algorithms: { ...OFFER, serverHostKey: search.algorithms },
        debug: search.listen,
        hostVerifier: (keyBlob: Buffer) => {
          const key = observeHostKey(keyBlob);
          if (search.passOver(key)) {
            resolve(failed("hostkey", "The host is asked for another of its keys."));
            return false;
          }
          shown = key;
          return true;
        },
        authHandler: () => client.destroy(),
      });
    socket.on("data", () => {
      if (socket.bytesRead > MAX_RECEIVED_BYTES) fail(`more than ${MAX_RECEIVED_BYTES} bytes received`);
    });
  });
}
