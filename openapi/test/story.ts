/** A call that the introduction shows, and its answer. */
export interface ToldExchange {
  readonly method: string;
  readonly path: string;
  readonly sent: unknown;
  readonly status: string;
  readonly mediaType: string | undefined;
  readonly answer: unknown;
}

interface Message {
  readonly start: string;
  readonly mediaType: string | undefined;
  readonly body: unknown;
}

/** The exchanges that a text shows as `http` blocks, in turns. Throws a `SyntaxError` on a block out of turn. */
export function exchangesIn(markdown: string): ToldExchange[] {
  const messages = [...markdown.matchAll(/^```http\n(.*?)^```$/gms)].map(([, text = ""]) => read(text));
  return messages.flatMap((message, i) => {
    if (i % 2 === 1) return [];
    const [, method, path] = /^([A-Z]+) (\/\S+)$/.exec(message.start) ?? [];
    const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(messages[i + 1]?.start ?? "") ?? [];
    if (!method || !path || !status) throw new SyntaxError(`${message.start} is no call that is answered`);
    const { mediaType, body: answer } = messages[i + 1] ?? {};
    return [{ method: method.toLowerCase(), path, sent: message.body, status, mediaType, answer }];
  });
}

const TYPE = "Content-Type: ";

function read(text: string): Message {
  const [head = "", body] = text.split("\n\n");
  const [start = "", ...fields] = head.trim().split("\n");
  const mediaType = fields.find((field) => field.startsWith(TYPE))?.slice(TYPE.length);
  return { start, mediaType, body: body === undefined ? undefined : JSON.parse(body) };
}

/** Whether a value is another one, or that with members left out, however deep. */
export function isPartOf(part: unknown, whole: unknown): boolean {
  if (typeof part !== "object" || part === null) return part === whole;
  if (Array.isArray(part) && !(Array.isArray(whole) && whole.length === part.length)) return false;
  const members = new Map(Object.entries(Object(whole)));
  return Object.entries(part).every(
    ([name, value]) => members.has(name) && isPartOf(value, members.get(name)),
  );
}
