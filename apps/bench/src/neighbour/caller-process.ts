import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { numberIn } from "../child-answer.ts";
import { attacks, honest } from "./attacks.ts";

/**
 * Sends one body again and again for as many seconds as it is told, in a process of its own: so that the clock of the
 * neighbour is not held up by the sending. The arguments name the server, the token and the body, which is made once.
 */
const [origin = "", token = "", name = ""] = process.argv.slice(2);
const body = Buffer.from((attacks[name] ?? honest)());

const headers = {
  authorization: `Bearer ${token}`,
  "content-type": "application/json",
  "content-length": body.byteLength,
};

async function post(): Promise<void> {
  const call = request(`${origin}/api/v1/HostScanJob`, { method: "POST", headers }).end(body);
  const [answer]: IncomingMessage[] = await once(call, "response");
  answer?.resume();
  if (answer) await once(answer, "close");
}

process.on("message", async (message) => {
  const until = performance.now() + numberIn(message, "seconds") * 1_000;
  let calls = 0;
  for (; performance.now() < until; calls += 1) await post();
  process.send?.({ calls });
});
process.send?.({ bytes: body.byteLength });
