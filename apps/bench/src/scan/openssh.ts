/** What OpenSSH's `ssh` is called with: it asks nobody, trusts every host, and keeps nothing of it. */
export const OPENSSH_OPTIONS = [
  "BatchMode=yes",
  "IdentitiesOnly=yes",
  "StrictHostKeyChecking=no",
  "UserKnownHostsFile=/dev/null",
  "GlobalKnownHostsFile=/dev/null",
  // Its default key exchange costs it most of its time; this is the one that ssh2 agrees on.
  "KexAlgorithms=curve25519-sha256",
  "LogLevel=ERROR",
];
