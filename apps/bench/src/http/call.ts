import { SignJWT } from "jose";

/** Signs the bench's token; every server process is started with the same one. */
export const secret = new TextEncoder().encode("the bench's own key, used nowhere else");

/** Path of the operation that is measured, `ByHostIdMultipleAsync`. */
export const path = "/api/v1/HostScanJob/ByHostIdMultiple";

/** The body of the call: ten host ids. */
export const hostIds: readonly string[] = Array.from(
  { length: 10 },
  (_, index) => `70e3fb2d-1cb6-4dbc-ab8d-fa7209aca5d${index}`,
);

/** A token of the role App that outlives the bench. */
export const signToken = (): Promise<string> =>
  new SignJWT({ role: "App", name: "Bench" })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject("bench")
    .setExpirationTime("1h")
    .sign(secret);
