import type { X509Certificate } from "node:crypto";
import type { Duplex } from "node:stream";
import { done, failed, type Step } from "../failure.ts";
import { channelBinding } from "../tls/channel-binding.ts";
import { exchange, OneConnection, type WsManRequest, type WsManResponse } from "./http.ts";

/** A connection that may be written to: whatever had to be judged of its other end has been. */
export interface Dialled {
  readonly socket: Duplex;
  /** That of its other end, by TLS. */
  readonly certificate?: X509Certificate;
}

/** Opens a connection. */
export type Dial = () => Promise<Step<Dialled>>;

/** A host's WS-Man. */
export interface WsManLine {
  /** Opens a connection where there is none, or the host has closed it. */
  connect(): Promise<Step<undefined>>;
  /** Sends a request over the connection there is, or a new one. */
  send(request: WsManRequest): Promise<Step<WsManResponse>>;
  /** Sends a request over the connection of the last one: a login belongs to it, and ends with it. */
  goOn(request: WsManRequest): Promise<Step<WsManResponse>>;
  /** Whether the connection of the last request is still there. */
  isOpen(): boolean;
  /** Ties a login to the connection there is; undefined without TLS. */
  binding(): Buffer | undefined;
  /** Closes the connection. */
  hangUp(): void;
}

/** A line to the WS-Man of a host; `host` is its `Host` header. */
export function openLine(dial: Dial, host: string): WsManLine {
  let connection: { readonly agent: OneConnection; readonly certificate?: X509Certificate } | undefined;
  const connect = async (): Promise<Step<undefined>> => {
    if (connection?.agent.open) return done(undefined);
    const dialled = await dial();
    if (!dialled.ok) return dialled;
    const { socket, ...shown } = dialled.value;
    connection = { agent: new OneConnection(socket), ...shown };
    return done(undefined);
  };
  const goOn = async (request: WsManRequest): Promise<Step<WsManResponse>> => {
    if (!connection?.agent.open) return failed("collect", "The host closed the connection of its login.");
    return exchange(connection.agent, host, request);
  };
  return {
    connect,
    goOn,
    async send(request) {
      const connected = await connect();
      return connected.ok ? goOn(request) : connected;
    },
    isOpen: () => connection?.agent.open === true,
    binding() {
      return connection?.certificate && channelBinding(connection.certificate);
    },
    hangUp: () => connection?.agent.destroy(),
  };
}
