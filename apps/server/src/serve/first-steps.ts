/** Quotes a word for a POSIX shell, where it needs it. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export interface FirstSteps {
  /** Address of the API, e.g. `http://127.0.0.1:6500`. */
  readonly url: string;
  /** Address of the pages that tell of it, where they are served. */
  readonly docsUrl: string | undefined;
  /** File that holds a token, as a shell in this folder names it. */
  readonly tokenFile: string;
  /** As the process was told; the default needs no flag. */
  readonly dataDir: string | undefined;
  /** Certificate that `curl` has to be shown, where nobody else vouches for it. */
  readonly certificateFile: string | undefined;
  /** The words that start this executable. */
  readonly executable: readonly string[];
}

const JOBS = "/api/v1/HostScanJob";

/** What to do next, as commands that can be pasted as they are. */
export function firstSteps(steps: FirstSteps): string {
  const { url, docsUrl, tokenFile, dataDir, executable, certificateFile } = steps;
  const words = [...executable, "credential", "add", "first", ...(dataDir ? ["--data-dir", dataDir] : [])];
  const addCredential = `${words.map(quote).join(" ")} --username "$(id -un)" --for localhost`;
  const hosts = [
    { dnsHostName: "localhost", credentialName: "first", acceptThumbprintOnFirstDiscovery: true },
  ];
  // By standard input: whoever lists the machine's processes sees their arguments.
  const authorization = `-H @- <<< "Authorization: Bearer $(cat ${quote(tokenFile)})"`;
  const curl = certificateFile ? `curl --cacert ${quote(certificateFile)} -sS` : "curl -sS";
  const schedule = [
    `${curl} ${url}${JOBS} ${authorization} \\`,
    `  -H 'Content-Type: application/json' -d '${JSON.stringify(hosts)}'`,
  ];
  return [
    `Host Scan Job API on ${url}, described by ${url}/openapi.json`,
    ...(docsUrl ? [`Read it, and try it, on ${docsUrl}`] : []),
    `Token of role App in ${tokenFile}`,
    "",
    "Scan a host by SSH:",
    "",
    "# 1. keep the account to sign in with, for this machine alone; it asks for the password",
    addCredential,
    "",
    "# 2. schedule a scan of this machine",
    ...schedule,
    "",
    "# 3. see what came of it",
    `${curl} '${url}${JOBS}?limit=1' ${authorization}`,
    "",
    "",
  ].join("\n");
}
