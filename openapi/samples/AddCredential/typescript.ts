import { readFile } from "node:fs/promises";
import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

// credential.json, readable by you alone: {"name": "linux-scan", "userName": "svc-scan", …}
const credential = JSON.parse(await readFile("credential.json", "utf8"));

const { id, name } = await client.addCredential(credential);
console.log(id, name);
