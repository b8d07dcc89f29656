import { createServer } from "node:http";
import { path } from "../call.ts";
import { scanHosts } from "../jobs.ts";
import { listen } from "./listen.ts";

/** The floor: no token, no validation, no problems, no log. */
const server = createServer((request, response) => {
  if (request.method !== "POST" || request.url !== path) {
    response.writeHead(404).end();
    return;
  }
  let text = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => {
    text += chunk;
  });
  request.on("end", () => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(scanHosts(JSON.parse(text))));
  });
});

await listen(server);
