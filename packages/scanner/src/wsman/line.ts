import type { Duplex } from "node:stream";
import type { Step } from "../failure.ts";
import { exchange, OneConnection, type WsManRequest, type WsManResponse } from "./http.ts";

/** Opens a connection that may be written to: whatever had to be judged of its other end has been. */
export type Dial = () => Promise<Step<Duplex>>;

/** A host's WS-Man. */
export interface WsManLine {
  /** Sends a request over the connection there is, or a new one where the host has closed it. */
  send(request: WsManRequest): Promise<Step<WsManResponse>>;
  /** Closes the connection. */
  hangUp(): void;
}

/** A line to the WS-Man of a host; `host` is its `Host` header. */
export function openLine(dial: Dial, host: string): WsManLine {
  let connection: OneConnection | undefined;
  return {
    async send(request) {
      if (!connection?.open) {
        const dialled = await dial();
        if (!dialled.ok) return dialled;
        connection = new OneConnection(dialled.value);
      }
      return exchange(connection, host, request);
    },
    hangUp: () => connection?.destroy(),
  };
}
