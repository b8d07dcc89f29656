import type { Caller } from "@hostscan/core";

/**
 * How somebody acts: over HTTP as a user who signed in, by a token or key that a program has, or known by the address
 * alone; by a command on the machine; or not at all but for a worker.
 */
export type ActorKind = "user" | "token" | "address" | "command" | "worker";

/** Who did something. */
export interface Actor {
  readonly kind: ActorKind;
  /** For people: the login, the token's name, the address, or the operating system's user. Several may bear the same. */
  readonly name: string;
  /** Of the user or token, which no other bears. */
  readonly id?: string;
  /** Of the call by which it acts, where there is one. */
  readonly requestId?: string;
}

/** Nobody asked for it: the service acts by itself. */
export const serviceActor: Actor = { kind: "worker", name: "hostscan" };

/** The actor behind a call. */
export function callerActor({ name, subject, isUser = false }: Caller): Actor {
  return { kind: isUser ? "user" : "token", name, id: subject };
}
