/** Where one signs in. The API's document does not have these paths. */
export const signInPaths = { password: "/signinBody", code: "/signin2fa" };
