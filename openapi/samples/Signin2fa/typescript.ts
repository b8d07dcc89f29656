import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { createHostScanClient } from "@hostscan/client";
import { signIn } from "@hostscan/client/sign-in";

const { HOSTSCAN_URL = "" } = process.env;
const { Login: user, Password: password } = JSON.parse(await readFile("login.json", "utf8"));

/** Called for the second step: before the first call, and whenever the token has to be renewed. */
async function code(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question("Code: ");
  terminal.close();
  return answer;
}

const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: signIn({ user, password, code }) });
for await (const job of client.listJobs()) console.log(job.id);
