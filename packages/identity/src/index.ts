export { makeKey } from "./application-keys/application-key.ts";
export {
  type ApplicationKey,
  type ApplicationKeyStore,
  createApplicationKeyStore,
} from "./application-keys/application-key-store.ts";
export {
  acceptExternal,
  type ExternalIssuer,
  type ExternalIssuerOptions,
} from "./external-identity/external-token-verifier.ts";
export { isIssuerUrl } from "./external-identity/issuer-url.ts";
export { EXTERNAL_ROLES, type ExternalRole } from "./external-identity/role-mapping.ts";
export { createSignIn } from "./sign-in/sign-in-service.ts";
export { createTokenVerifier } from "./token-verifier.ts";
export {
  createSigningKeyStore,
  type ListedSigningKey,
  type SigningKeyStore,
} from "./tokens/rotate-signing-key.ts";
export { loadSigningKeys, unopenedKeys } from "./tokens/signing-key.ts";
export type { SigningKeys } from "./tokens/signing-keys.ts";
export {
  type AccessToken,
  createTokenStore,
  type IssuedToken,
  type TokenRequest,
  type TokenStore,
} from "./tokens/token-store.ts";
export { removeForgottenAttempts } from "./users/attempts.ts";
export { type SecondFactor, USER_ROLES, type User, type UserRole } from "./users/user.ts";
export { createUserStore, type UserStore } from "./users/user-store.ts";
