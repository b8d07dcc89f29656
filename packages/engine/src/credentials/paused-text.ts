/** Why a host is not scanned with a paused credential, and what is to be done, for people. */
export function pausedText(name: string): string {
  return (
    `the credential ${name} is paused, because its last logins were refused and its account might get locked. ` +
    `Give it the right secret (hostscan-server credential change-secret ${name}), ` +
    `or if it is right, end the pause (hostscan-server credential resume ${name}); then scan again.`
  );
}
