/**
 * Sign-in with user, password and one-time code, for `createHostScanClient({ …, token: signIn({ … }) })`. Apart from the
 * client itself, since whoever has a token needs none of it.
 *
 * @packageDocumentation
 */
export { type SignInOptions, signIn } from "./sign-in.ts";
