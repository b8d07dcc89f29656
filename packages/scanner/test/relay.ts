import { Agent, request } from "node:https";

/** Who passes on to another host what it is told. */
export interface Relay {
  /** Sends a message of a login over its one connection; resolves to the host's `WWW-Authenticate`. */
  pass(authorization: string): Promise<readonly string[]>;
  close(): void;
}

/** Connects to a port of this machine, whose certificate it takes for what it is. */
export function relayTo(port: number): Relay {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  return {
    pass: (authorization) =>
      new Promise((resolve, reject) => {
        const headers = { Authorization: authorization, "Content-Length": 0 };
        const sent = request({ agent, host: "127.0.0.1", port, method: "POST", path: "/wsman", headers });
        sent.on("error", reject);
        sent.on("response", (response) => {
          response.resume();
          response.on("end", () => resolve(response.headersDistinct["www-authenticate"] ?? []));
        });
        sent.end();
      }),
    close: () => agent.destroy(),
  };
}
