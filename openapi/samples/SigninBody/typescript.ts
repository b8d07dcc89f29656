import { readFile } from "node:fs/promises";
import { createHostScanClient } from "@hostscan/client";
import { signIn } from "@hostscan/client/sign-in";

const { HOSTSCAN_URL = "", CODE = "" } = process.env;

// login.json, readable by you alone: {"Login": "alice", "Password": "…"}
const { Login: user, Password: password } = JSON.parse(await readFile("login.json", "utf8"));

// The client takes both steps when it makes its first call.
const token = signIn({ user, password, code: () => CODE });
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token });
for await (const job of client.listJobs()) console.log(job.id);
