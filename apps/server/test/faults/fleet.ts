import { setTimeout as delay } from "node:timers/promises";
import { answerAsUnix, type FixtureSshServer, startFixtureSshServer } from "@hostscan/scanner/testing";

/** Fixture hosts that take some time to answer. */
export interface Fleet extends AsyncDisposable {
  readonly hosts: readonly FixtureSshServer[];
}

/** Starts so many hosts that share a login; each takes as many milliseconds to answer as `pick` says. */
export async function startFleet(size: number, pick: () => number): Promise<Fleet> {
  const answer = answerAsUnix({ hostname: "fixture", uname: "Linux 6.1" });
  const start = () => {
    const takesMs = pick();
    return startFixtureSshServer({
      password: "fleet",
      async answer(command) {
        await delay(takesMs);
        return answer(command);
      },
    });
  };
  const hosts = await Promise.all(Array.from({ length: size }, start));
  return {
    hosts,
    async [Symbol.asyncDispose]() {
      await Promise.all(hosts.map((host) => host.stop()));
    },
  };
}
