import ssh2, { type ClientChannel } from "ssh2";

/**
 * What a scan does, with all that came over its sessions: the bytes that a host has sent, as they come out of the
 * encryption.
 */
export async function tapped<T>(
  act: () => Promise<T>,
): Promise<{ readonly result: T; readonly received: string }> {
  const received: Buffer[] = [];
  const client = ssh2.Client.prototype;
  const taps = new WeakSet<object>();
  const channelsOf = Reflect.get(client, "exec");
  Reflect.set(client, "exec", function exec(this: unknown, ...args: unknown[]) {
    const callback = args.pop();
    const tap = (error: unknown, channel: ClientChannel | undefined) => {
      if (channel !== undefined && !taps.has(channel)) {
        taps.add(channel);
        channel.on("data", (chunk: Buffer) => received.push(chunk));
        channel.stderr.on("data", (chunk: Buffer) => received.push(chunk));
      }
      if (typeof callback === "function") callback(error, channel);
    };
    return Reflect.apply(channelsOf, this, [...args, tap]);
  });
  try {
    const result = await act();
    return { result, received: Buffer.concat(received).toString("latin1") };
  } finally {
    Reflect.set(client, "exec", channelsOf);
  }
}
