import type { paths } from "../generated/types.ts";

/** Where one signs in. */
export const signInPaths = {
  password: "/signinBody",
  code: "/signin2fa",
} as const satisfies Record<string, keyof paths>;
