/** What every access token says of itself (RFC 7519); both are checked. */
export const ISSUER = "hostscan";
export const AUDIENCE = "hostscan-api";

/** The one algorithm that tokens are signed with, and the only one accepted (RFC 8725, 3.1). */
export const ALGORITHM = "HS256";
