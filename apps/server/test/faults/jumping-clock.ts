// Preloaded into a process: at SIGUSR2 its wall clock jumps by as many hours as JUMP_HOURS says. The monotonic one goes on.
const hours = Number(process.env["JUMP_HOURS"]);
const read = Date.now;
const Wall = Date;
let shiftMs = 0;

process.on("SIGUSR2", () => {
  shiftMs += hours * 3_600_000;
  process.stderr.write("the clock has jumped\n");
});

Date.now = () => read() + shiftMs;
globalThis.Date = new Proxy(Wall, {
  construct: (target, given) => Reflect.construct(target, given.length === 0 ? [Date.now()] : given),
});
