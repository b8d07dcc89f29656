import { CommandFailure } from "../cli/failure.ts";

/**
 * A server's address in the form that tokens are kept by, without a slash at its end.
 *
 * @throws {CommandFailure} where it is none, or holds a password.
 */
export function serverUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    // What is before an @ may be a password.
    const shown = text.replace(/^.*@/s, "…@");
    throw new CommandFailure("BadInput", `${shown} is no address of a server, as in https://localhost:6500`);
  }
  // Not shown: it may be a secret.
  if (url.username || url.password) throw new CommandFailure("BadInput", "a server's address holds no user");
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

/** Whether what is sent to a server can be read on the way. */
export function isReadableOnTheWay(server: string): boolean {
  const { protocol, hostname } = new URL(server);
  return protocol === "http:" && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}
