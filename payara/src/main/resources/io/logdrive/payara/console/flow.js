// What the figures of the pipeline say in a sentence; pure functions.
import { bytes, count, seconds, several, since } from "./format.js";

/** A line waits for its batch up to 10 s; from here on it is a backlog. */
export const BACKLOG_SECONDS = 15;

function waiting(lines) {
  return several(lines, "line") + (lines === 1 ? " waits" : " wait");
}

/** Room on the disk before the reserve is touched, in time where that is known. */
function room(queue) {
  const left = queue.diskSecondsLeft;
  const free = queue.guard.freeBytes - queue.guard.reserveBytes;
  if (left !== null && left !== undefined) {
    return ", room for " + seconds(left) + " at this rate";
  }
  return Number.isFinite(free) ? ", room for " + bytes(Math.max(0, free)) : "";
}

/**
 * How ingest is: {state, text}, state one of "good", "idle", "warn", "bad".
 * `status`: the destination's own answer, where it is here.
 */
export function ingestState(queue, status) {
  if (queue.broker !== "up") {
    return { state: "bad", text: "The broker is down: senders wait." };
  }
  if (queue.guard.state !== "accepting") {
    const reason = queue.guard.reason ? ": " + queue.guard.reason : "";
    return {
      state: "bad",
      text: "Ingest takes no lines, senders wait (" + queue.guard.state + reason + ").",
    };
  }
  const lines = queue.depth.lines;
  if (status?.state === "waiting") {
    return {
      state: "bad",
      text: (status.reason || "The database does not store") + " since " + since(status.since) + "; "
        + several(lines, "line") + " queued on disk" + room(queue) + ".",
    };
  }
  if (queue.destination !== "connected") {
    const when = queue.destinationSince ? " since " + since(queue.destinationSince) : "";
    return {
      state: "bad",
      text: "The destination is unreachable" + when + "; " + several(lines, "line") + " queued on disk"
        + room(queue) + ".",
    };
  }
  // A line waits for its batch a while (batch.age-max, 10 s), and that is no backlog.
  const drain = queue.drainSeconds;
  const shrinks = drain !== null && drain !== undefined;
  if (!shrinks && queue.oldestAgeSeconds > BACKLOG_SECONDS) {
    return {
      state: "warn",
      text: waiting(lines) + ", the oldest for " + seconds(queue.oldestAgeSeconds)
        + ", and they do not become fewer" + room(queue) + ".",
    };
  }
  if (shrinks && queue.oldestAgeSeconds > BACKLOG_SECONDS) {
    return {
      state: "warn",
      text: waiting(lines) + ", the oldest for " + seconds(queue.oldestAgeSeconds)
        + "; empty in " + seconds(drain) + " at this rate.",
    };
  }
  if (queue.connections > 0 || queue.linesPerSecondIn > 0 || queue.linesPerSecondOut > 0) {
    return { state: "good", text: "Lines flow." };
  }
  return { state: "idle", text: lines > 0 ? "Idle; " + waiting(lines) + "." : "Idle: no sender is connected." };
}

/** How the destination is, by its own answer. */
export function destinationState(status) {
  if (status.state === "waiting") {
    return { state: "bad", text: (status.reason || "It does not store") + " since " + since(status.since) + "." };
  }
  return status.state === "storing"
    ? { state: "good", text: "Rows are stored." }
    : { state: "idle", text: "Idle: nothing to store." };
}

/**
 * The ledger's balance: {text, missing}. `total` of /destination/ledger; `queued`: lines in the
 * queue; `dead`: lines in ingest's dead letters. What is neither stored nor anywhere is `missing`.
 */
export function balance(total, queued, dead) {
  const allDead = total.dead + dead;
  const received = total.stored + queued + total.filtered + allDead;
  const missing = Math.max(0, total.missing - queued - dead);
  const parts = [count(total.stored) + " stored", count(queued) + " queued"];
  if (total.filtered > 0) parts.push(count(total.filtered) + " filtered");
  if (allDead > 0) parts.push(count(allDead) + " dead");
  if (missing > 0) parts.push(count(missing) + " missing");
  return { text: count(received + missing) + " received = " + parts.join(" + "), missing };
}
