import type { Limit } from "../limit.ts";

/** An answer whose body has been read. */
export interface Answer {
  readonly response: Response;
  readonly text: string;
}

const tooLong = (bytes: number) => new Error(`the answer has more than ${bytes} bytes`);

/**
 * Reads an answer to its end, but no more than so many bytes.
 *
 * @throws what the platform throws where it breaks off, or an error where it is too long
 */
export async function readAnswer(response: Response, most: number, limit: Limit): Promise<Answer> {
  const length = response.headers.get("Content-Length");
  const { body } = response;
  // Where the length is told and nothing was packed, no more than that can come.
  const bounded = length !== null && !response.headers.has("Content-Encoding") && Number(length) <= most;
  if (bounded || !body || typeof body.getReader !== "function") {
    const text = await response.text();
    if (text.length > most) throw tooLong(most);
    return { response, text };
  }
  return { response, text: await readStream(body, most, limit) };
}

async function readStream(body: ReadableStream<Uint8Array>, most: number, limit: Limit): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([limit.stopped, reader.read()]);
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > most) throw tooLong(most);
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    reader.cancel(error).catch(() => {});
    throw error;
  }
}

/** Texts of answers that {@link toResponse} has made. */
const texts = new WeakMap<Response, string>();

/** The body of an answer as it came, where the answer came from here. */
export const textOf = (response: Response): string | undefined => texts.get(response);

/** Statuses that have no body (Fetch Standard, "null body status"). */
const bodiless = [204, 205, 304];

/** An answer that can be read once more. */
export function toResponse({ response, text }: Answer): Response {
  const { status, statusText, headers, url } = response;
  const again = new Response(bodiless.includes(status) ? null : text, { status, statusText, headers });
  if (url) Object.defineProperty(again, "url", { value: url });
  texts.set(again, text);
  return again;
}
