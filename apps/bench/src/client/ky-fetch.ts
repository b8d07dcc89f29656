import ky from "ky";

/** What a program over bare `fetch` calls instead, to have a time limit, and repeats where they are safe. */
export const fetch = (url: string, init: RequestInit): Promise<Response> =>
  ky(url, { ...init, timeout: 60_000, throwHttpErrors: false });
