import type { Caller } from "@hostscan/server";

/** How somebody acts: by an access token over HTTP, by a command on the machine, or not at all but for a worker. */
export type ActorKind = "token" | "command" | "worker";

/** Who did something. */
export interface Actor {
  readonly kind: ActorKind;
  /** For people: the token's name, or the operating system's user. Several may bear the same. */
  readonly name: string;
  /** Of the token, which no other bears. */
  readonly id?: string;
}

/** The actor behind a call. */
export function callerActor({ name, subject }: Caller): Actor {
  return { kind: "token", name, id: subject };
}
