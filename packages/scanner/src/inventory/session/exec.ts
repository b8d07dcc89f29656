import type { Client, ClientChannel, ExecOptions } from "ssh2";

/** A terminal that sends nothing back: what is typed there may be a password. */
const TERMINAL: ExecOptions = { pty: { term: "dumb", cols: 200, rows: 50, modes: { ECHO: 0 } } };

/** Starts a command whose input stays open; `refused` where the host does not start it, or the connection has ended. */
export function startCommand(
  client: Client,
  command: string,
  inTerminal = false,
): Promise<ClientChannel | "refused"> {
  return new Promise((resolve) => {
    const started = (error: Error | undefined, channel: ClientChannel) =>
      resolve(error === undefined || error === null ? channel : "refused");
    try {
      if (inTerminal) client.exec(command, TERMINAL, started);
      else client.exec(command, started);
    } catch {
      // Thrown where the connection has ended since.
      resolve("refused");
    }
  });
}
