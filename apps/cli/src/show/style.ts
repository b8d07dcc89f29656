import { styleText } from "node:util";
import { ActionStatus } from "@hostscan/client";
import type { Io } from "../cli/io.ts";

/** Colours a text by what became of what it tells. */
export type Paint = (text: string, status: number | null | undefined) => string;

/** Whether a stream is a terminal that can be drawn on. */
export function isDrawable(io: Pick<Io, "env">, stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && io.env["TERM"] !== "dumb";
}

/** Colours, where a terminal shows them and `NO_COLOR` (no-color.org) does not forbid them. */
export function paintFor(io: Pick<Io, "env">, stream: { readonly isTTY?: boolean }): Paint {
  if (!isDrawable(io, stream) || io.env["NO_COLOR"]) return (text) => text;
  return (text, status) => {
    const colour = colourOf(status);
    return colour === undefined ? text : styleText(colour, text, { validateStream: false });
  };
}

function colourOf(status: number | null | undefined) {
  switch (status) {
    case ActionStatus.Complete:
      return "green";
    case ActionStatus.Failed:
      return "red";
    case ActionStatus.CompletedWithErrors:
    case ActionStatus.Cancelled:
      return "yellow";
    case ActionStatus.Running:
      return "cyan";
    default:
      return undefined;
  }
}
