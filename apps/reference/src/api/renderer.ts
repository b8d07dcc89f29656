import apiReference from "@scalar/fastify-api-reference";
import fastify from "fastify";

const PREFIX = "/reference";

/**
 * Scalar's bundle for browsers, as its plugin for Fastify serves it. Of the packages that hold the bundle, the plugin
 * is the one that brings little else along.
 *
 * @throws {Error} where the plugin serves it no more.
 */
export async function rendererBundle(): Promise<Uint8Array> {
  const app = fastify();
  try {
    const content = { openapi: "3.1.1", info: { title: "", version: "" }, paths: {} };
    await app.register(apiReference, { routePrefix: PREFIX, configuration: { content } });
    const { statusCode, rawPayload } = await app.inject(`${PREFIX}/js/scalar.js`);
    if (statusCode !== 200) throw new Error(`Scalar's plugin answers ${statusCode} for its bundle`);
    return rawPayload;
  } finally {
    await app.close();
  }
}
