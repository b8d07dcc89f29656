import { randomUUID } from "node:crypto";
import type { KnownDevice } from "@hostscan/core";
import { readToken } from "../tokens/read-token.ts";
import type { SigningKeys } from "../tokens/signing-keys.ts";
import { DEVICE_AUDIENCE, DEVICE_SECONDS, deviceToken, type TokenUser } from "../users/user-token.ts";

/**
 * The id of the device that a cookie tells of, where the user who signs in has signed in there before and has not been
 * reset since; undefined for any other cookie, or none. It admits nobody: it only keeps the user's attempts apart.
 */
export async function findDevice(
  keys: SigningKeys,
  cookie: string | undefined,
  user: Pick<TokenUser, "id" | "sessionVersion"> | undefined,
): Promise<string | undefined> {
  if (cookie === undefined) return undefined;
  // Read for a login that nobody has, too: how long it takes must not tell which there are.
  const read = await readToken(keys, cookie, DEVICE_AUDIENCE);
  if (!read.ok || user === undefined) return undefined;
  const { sub, deviceId, sessionVersion } = read.claims;
  const isTheirs = sub === user.id && sessionVersion === user.sessionVersion;
  return isTheirs && typeof deviceId === "string" ? deviceId : undefined;
}

/** What a device is known by from now on: a new cookie at each sign-in, for the same device. */
export async function renewDevice(
  keys: SigningKeys,
  user: TokenUser,
  deviceId: string = randomUUID(),
): Promise<KnownDevice> {
  const cookie = await deviceToken(user, deviceId, await keys.signing());
  return { cookie, maxAgeSeconds: DEVICE_SECONDS };
}
