import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { text } from "node:stream/consumers";
import { makeCertificate, type SelfSigned } from "../certificate.ts";
import { type FixtureTcpServer, startFixtureTcpServer } from "../fixture/tcp.ts";
import { identifyResponse, MEMBER_SERVER, operatingSystem, page, SERVER_2022 } from "./answers.ts";

/** What a fixture's WS-Man is asked. */
export interface WsManCall {
  readonly kind: "identify" | "get" | "query";
  /** SOAP. */
  readonly body: string;
  readonly authorization: string | undefined;
  /** Of the connection it came on, counted from 1. */
  readonly connection: number;
}

/** What a fixture does. Everything has a default: a Windows Server 2022 with TLS and an account. */
export interface FixtureWsManOptions {
  /** `null` for WS-Man without TLS. */
  readonly certificate?: SelfSigned | null;
  /** What it says to those who have not logged in; Windows says nothing. */
  readonly version?: string;
  /** Its `WWW-Authenticate`. */
  readonly challenges?: readonly string[];
  /** Answers a call in its own way; what it leaves alone is answered as by default. */
  readonly onCall?: (call: WsManCall, response: ServerResponse) => boolean | undefined;
}

/** A host made of Node's HTTP server after the published protocol: no proof of what a real Windows does. */
export interface FixtureWsMan extends FixtureTcpServer {
  readonly thumbprint: string;
  readonly username: string;
  readonly password: string;
  /** Shows another certificate from now on. */
  rotateCertificate(next: SelfSigned): void;
  /** What it was asked, in order. */
  readonly calls: readonly WsManCall[];
}

/** Starts a fixture host on a loopback port. */
export async function startFixtureWsMan(options: FixtureWsManOptions = {}): Promise<FixtureWsMan> {
  const { certificate = await makeCertificate(), version = "OS: 0.0.0 SP: 0.0 Stack: 3.0", onCall } = options;
  const { challenges = ['Basic realm="WSMAN"'] } = options;
  const username = "hostscan-scan";
  const password = randomBytes(18).toString("base64url");
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const calls: WsManCall[] = [];
  const connections = new Map<unknown, number>();

  const answer = (call: WsManCall, response: ServerResponse) => {
    if (onCall?.(call, response)) return;
    response.setHeader("Content-Type", "application/soap+xml;charset=UTF-8");
    if (call.kind === "identify") response.end(identifyResponse(version));
    else if (call.authorization === authorization)
      response.end(call.kind === "query" ? page("Enumerate", [MEMBER_SERVER]) : operatingSystem(SERVER_2022));
    else response.writeHead(401, { "WWW-Authenticate": [...challenges] }).end();
  };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const connection = connections.get(request.socket) ?? connections.size + 1;
    connections.set(request.socket, connection);
    const identifies = request.headers["wsmanidentify"] === "unauthenticated" && body.includes("Identify/>");
    const asks = body.includes("/transfer/Get") ? "get" : "query";
    const kind = identifies ? "identify" : asks;
    const call: WsManCall = { kind, body, authorization: request.headers.authorization, connection };
    calls.push(call);
    if (request.method === "POST" && request.url === "/wsman") answer(call, response);
    else response.writeHead(404).end();
  };
  const tlsServer = certificate === null ? undefined : createTlsServer(certificate, serve);
  const server = tlsServer ?? createServer(serve);
  const tcp = await startFixtureTcpServer((socket) => server.emit("connection", socket));
  const thumbprint = certificate?.thumbprint ?? "";
  const rotateCertificate = (next: SelfSigned) => tlsServer?.setSecureContext(next);
  return { ...tcp, thumbprint, username, password, rotateCertificate, calls };
}
