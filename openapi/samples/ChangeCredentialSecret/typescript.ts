import { readFile } from "node:fs/promises";
import { createHostScanClient } from "@hostscan/client";

const { HOSTSCAN_URL = "", HOSTSCAN_TOKEN = "", CREDENTIAL_ID = "" } = process.env;
const client = createHostScanClient({ baseUrl: HOSTSCAN_URL, token: HOSTSCAN_TOKEN });

// secret.json, readable by you alone: {"password": "…"}
const secret = JSON.parse(await readFile("secret.json", "utf8"));

const { name } = await client.changeCredentialSecret(CREDENTIAL_ID, secret);
console.log(name);
