import type { SignInRefusal, SignInService } from "@hostscan/core";

const refused: SignInRefusal = { kind: "refused", detail: "Something is wrong." };

/** Who signs in, and what the steps hand out. */
export interface FixtureUser {
  readonly login: string;
  readonly password: string;
  /** Good as often as it is sent. */
  readonly codes: readonly (string | number)[];
  /** The token that the second step gives. */
  readonly token: string;
  /** Whether the second step wants the first one's cookie; otherwise only no other one may be sent. */
  readonly wantsCookie?: boolean;
  /** The device on which the user has signed in. Absent: devices are not told apart. */
  readonly device?: string;
  /** Why another login is refused. */
  readonly refusals?: Readonly<Record<string, SignInRefusal>>;
}

/** A fixture of the port: one user, who may sign in again and again. The first step gives `first-step` and `crumb`. */
export function fixtureSignIn(user: FixtureUser): SignInService {
  const isKnown = (device = user.device) => device === user.device;
  return {
    async firstStep({ Login, Password, device }) {
      if (Login === user.login && Password === user.password && isKnown(device)) {
        return { ok: true, value: { token: "first-step", cookie: "crumb" } };
      }
      const own = Object.hasOwn(user.refusals ?? {}, Login) ? user.refusals?.[Login] : undefined;
      return { ok: false, rejection: own ?? refused };
    },
    async secondStep({ token, cookie, device, code }) {
      if (token === user.token)
        return { ok: false, rejection: { kind: "forbidden", detail: "Not of the first step." } };
      if (token !== "first-step")
        return { ok: false, rejection: { kind: "invalid token", reason: "unknown" } };
      const itsOwn = cookie === "crumb" || (cookie === undefined && !user.wantsCookie);
      if (!itsOwn || !isKnown(device) || !user.codes.includes(code)) return { ok: false, rejection: refused };
      const known = user.device && { device: { cookie: user.device, maxAgeSeconds: 60 } };
      return { ok: true, value: { token: user.token, ...known } };
    },
  };
}
