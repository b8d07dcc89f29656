/** The three ways in which a key comes to be trusted; nothing else changes a pin. */
export type Acceptance = "request" | "first discovery" | "command";
