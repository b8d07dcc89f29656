/** Most bytes of an answer's body: far more than a page of 10,000 hosts has. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** `fetch` that follows no redirect, so that no token goes elsewhere, and reads no answer without end. */
export async function boundedFetch(request: Request): Promise<Response> {
  const response = await fetch(request, { redirect: "manual" });
  const { body, status, statusText, headers } = response;
  // No other status has a body that a `Response` may be made with.
  if (body === null || status > 599) return response;
  return new Response(body.pipeThrough(limitTo(LARGEST_ANSWER)), { status, statusText, headers });
}

function limitTo(most: number): TransformStream<Uint8Array, Uint8Array> {
  let seen = 0;
  return new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > most) controller.error(new Error(`the answer is larger than ${most} bytes`));
      else controller.enqueue(chunk);
    },
  });
}
