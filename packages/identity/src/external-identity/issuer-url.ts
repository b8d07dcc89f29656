/** Whether what is fetched from a URL comes from its host: by https, or by http from this machine itself. */
export function isTrustworthyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

/** Whether a text names an issuer: such a URL, without query and fragment (OpenID Connect Discovery 1.0, section 3). */
export function isIssuerUrl(text: string): boolean {
  return isTrustworthyUrl(text) && !/[?#]/.test(text);
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
