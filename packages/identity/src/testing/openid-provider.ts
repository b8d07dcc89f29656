import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import Provider from "oidc-provider";

export const AUDIENCE = "https://hostscan.example/api";
const CLIENT = { id: "portal", secret: "a-secret-of-the-portal" };

/** A real OpenID provider on a loopback port. */
export interface OpenIdProvider {
  readonly issuer: string;
  /** The private key that it signs with now. */
  key(): JWK;
  /** Gets an access token for {@link AUDIENCE} by the client credentials grant, as the application `portal`. */
  fetchToken(): Promise<string>;
  /** Signs with a new key from now on, and no longer publishes the one before. */
  rotate(): Promise<void>;
  /** How often its keys were fetched. */
  keyFetches(): number;
  /** How often it was asked for anything. */
  requests(): number;
  /** Takes requests and does not answer them. */
  hold(): void;
  /** Goes away. */
  stop(): Promise<void>;
  /** Comes back, on the same port and with the same key. */
  restart(): Promise<void>;
}

/** Starts one whose access tokens are JWTs with these claims beside its own. */
export async function startOpenIdProvider(claims: Record<string, unknown>): Promise<OpenIdProvider> {
  let handle: RequestListener | undefined;
  let key: JWK;
  let keyFetches = 0;
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (request.url === "/jwks") keyFetches += 1;
    handle?.(request, response);
  });
  const port = await listen(server, 0);
  const issuer = `http://127.0.0.1:${port}`;

  async function rotate() {
    const { privateKey } = await generateKeyPair("RS256", { extractable: true });
    key = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: "RS256", use: "sig" };
    handle = makeProvider(issuer, key, claims).callback();
  }

  async function fetchToken(): Promise<string> {
    const response = await fetch(`${issuer}/token`, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}` },
      body: new URLSearchParams({ grant_type: "client_credentials", resource: AUDIENCE }),
    });
    const answer: unknown = await response.json();
    if (typeof answer === "object" && answer !== null && "access_token" in answer)
      return `${answer.access_token}`;
    throw new Error(`The provider gave no token: ${JSON.stringify(answer)}`);
  }

  async function stop() {
    server.closeAllConnections();
    if (server.listening) await once(server.close(), "close");
  }

  await rotate();
  return {
    issuer,
    key: () => key,
    fetchToken,
    rotate,
    keyFetches: () => keyFetches,
    requests: () => requests,
    hold() {
      handle = undefined;
    },
    stop,
    async restart() {
      await listen(server, port);
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await once(server.listen(port, "127.0.0.1"), "listening");
  const address = server.address();
  if (typeof address === "object" && address !== null) return address.port;
  throw new Error("The server does not listen on a port");
}

function makeProvider(issuer: string, key: JWK, claims: Record<string, unknown>): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
      },
    ],
    jwks: { keys: [key] },
    extraTokenClaims: () => claims,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          audience: AUDIENCE,
          scope: "",
          accessTokenFormat: "jwt",
          accessTokenTTL: 600,
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
  });
}
