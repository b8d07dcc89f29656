import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { startFixtureSshServer, startFixtureWsMan } from "@hostscan/scanner/testing";
import { onTestFinished } from "vitest";

/** Where WS-Man listens by TLS; the API has no other. */
const WINRM_TLS = 5986;

/** A host that keeps what it is told, and lets anybody in. */
export interface HostileHost {
  /** An address of loopback that nothing else listens at. */
  readonly address: string;
  readonly thumbprint: string;
  /** All that could be used to log in elsewhere. */
  readonly secrets: string[];
}

/** Lets a port at an address of this machine lead to another one; until the test ends. */
async function forward(from: { host: string; port: number }, to: { host: string; port: number }) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const other = connect(to.port, to.host);
    for (const [one, another] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(one);
      one.on("error", () => another.destroy());
      one.on("close", () => another.destroy());
      one.pipe(another);
    }
  });
  server.listen(from.port, from.host);
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
}

let next = process.pid % 250;
/** An address of loopback, another one each time. */
function ownAddress(): string {
  next = (next + 1) % 250;
  return `127.66.${process.pid % 250}.${next + 1}`;
}

/** A fixture that is a hostile SSH server at the port. */
export async function startHostileSsh(port: number): Promise<HostileHost> {
  const secrets: string[] = [];
  const fixture = await startFixtureSshServer({
    onLogin(login) {
      if (login.method === "none") return login.reject(["password"]);
      secrets.push(login.method === "password" ? login.password : login.method);
      login.accept();
    },
  });
  onTestFinished(() => fixture.stop());
  const address = ownAddress();
  await forward({ host: address, port }, fixture);
  return { address, thumbprint: fixture.thumbprint, secrets };
}

/** A fixture that is a hostile WS-Man. */
export async function startHostileWsMan(): Promise<HostileHost> {
  const secrets: string[] = [];
  const fixture = await startFixtureWsMan({
    onCall({ authorization }) {
      if (authorization !== undefined) secrets.push(authorization);
      return undefined;
    },
  });
  onTestFinished(() => fixture.stop());
  const address = ownAddress();
  await forward({ host: address, port: WINRM_TLS }, fixture);
  return { address, thumbprint: fixture.thumbprint, secrets };
}
