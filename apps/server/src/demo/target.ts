import { type Sshd, sshdUnavailable, startFixtureSshServer, startSshd } from "@hostscan/scanner/testing";

/** A host to scan that lives as long as the demonstration. */
export interface Target {
  /** For people: what it is. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Of its host key, so that it is trusted before it is first seen. */
  readonly thumbprint: string;
  readonly username: string;
  readonly secret: { readonly privateKey: string } | { readonly password: string };
  stop(): Promise<void>;
}

/** Starts an OpenSSH server, or ssh2's where this machine has none or may not run it (the reason is given). */
export async function startTarget(unavailable = sshdUnavailable("key")): Promise<Target> {
  if (unavailable === undefined) return openSsh(await startSshd());
  const fixture = await startFixtureSshServer();
  const name = `an SSH server made of ssh2 (no OpenSSH server: ${unavailable})`;
  return { ...fixture, name, secret: { password: fixture.password } };
}

function openSsh(sshd: Sshd): Target {
  return { ...sshd, name: "an OpenSSH server", secret: sshd.keys.plain, stop: () => sshd.stop() };
}
