import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { listen } from "./listen.ts";

export const NGINX = "/usr/sbin/nginx";

/** A port of this machine that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  return port;
}

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

/** An nginx that is stopped, and its folder removed, when it is disposed of. */
export interface Nginx extends AsyncDisposable {
  readonly url: string;
}

/** Starts the system's nginx in front of a server, which is found under a path there. */
export async function startNginx(upstream: string, path: string): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), "hostscan-nginx-"));
  // Its workers, which keep large bodies there, are another user where it is started by root.
  await chmod(folder, 0o755);
  const port = await freePort();
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  await writeFile(
    join(folder, "nginx.conf"),
    `daemon off;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  ${places.join("\n  ")}
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 32m;
    location ${path}/ { proxy_pass ${upstream}/; }
  }
}
`,
  );
  const argv = ["-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")];
  const child = spawn(NGINX, argv, { stdio: "ignore" });
  const ended = once(child, "close");
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}`);
    await after(20);
  }
  return {
    url: `http://127.0.0.1:${port}${path}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}
