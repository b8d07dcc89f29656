import type { SignInContext, SignInRefusal, SignInService } from "@hostscan/core";
import type { Answer, Input, OperationId, RouteOf } from "./operation.ts";

/** The cookie that ties the second step to the first. */
export const SIGN_IN_COOKIE = "hostscan-signin";

/** The cookie of a device on which a user has signed in; by its prefix, no other host can set it (RFC 6265bis, 4.1.3.2). */
export const DEVICE_COOKIE = "__Host-hostscan-device";

/** The operations that ask for no `Bearer` token: those by which one is had. */
export type SignInOperationId = {
  [Id in OperationId]: { Bearer: never[] } extends RouteOf<Id>["security"][number] ? never : Id;
}[OperationId];

/** A step of signing in that passed every check on its way to its handler. */
export type SignInCall<Id extends SignInOperationId> = Input<RouteOf<Id>> & {
  /** The bearer token as it was sent; empty where the operation asks for none. */
  readonly token: string;
  readonly cookie: string | undefined;
  readonly device: string | undefined;
  readonly context: SignInContext;
};

/** Carries out a step: HTTP in, one call of the port, HTTP out. */
export type SignInHandler<Id extends SignInOperationId> = (
  call: SignInCall<Id>,
  signIn: SignInService,
) => Promise<Answer<Id> | { readonly rejection: SignInRefusal }>;

/** A handler for every operation of signing in. */
export type SignInHandlers = { readonly [Id in SignInOperationId]: SignInHandler<Id> };
