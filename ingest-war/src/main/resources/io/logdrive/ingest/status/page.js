"use strict";

const ROWS_MAX = 200;
const BACKLOG_SECONDS = 15;
const number = new Intl.NumberFormat("en");

function show(id, text) {
  document.getElementById(id).textContent = text;
}

function seconds(value) {
  return value === null || value === undefined ? "–" : number.format(Math.round(value)) + " s";
}

function showQueue(queue) {
  show("lines", number.format(queue.depth.lines));
  show("chunks", number.format(queue.depth.chunks));
  show("bytes", number.format(queue.depth.bytes));
  show("oldest", seconds(queue.oldestAgeSeconds));
  show("in", number.format(Math.round(queue.linesPerSecondIn)));
  show("out", number.format(Math.round(queue.linesPerSecondOut)));
  show("drain", queue.drainSeconds === undefined ? "does not shrink" : seconds(queue.drainSeconds));
  show("batches", number.format(queue.batchesInFlight));
}

// What is the matter with the flow itself: the class that colours the state, and a sentence.
function flow(queue, connections) {
  const lines = number.format(queue.depth.lines) + (queue.depth.lines === 1 ? " line" : " lines");
  const wait = lines + (queue.depth.lines === 1 ? " waits" : " wait");
  if (queue.broker !== "up") {
    return ["waiting", "The broker is down: senders wait."];
  }
  if (queue.guard.state !== "accepting") {
    const reason = queue.guard.reason ? ": " + queue.guard.reason : "";
    return ["waiting", "Ingest takes no lines, senders wait (" + queue.guard.state + reason + ")."];
  }
  if (queue.destination !== "connected") {
    return ["waiting", "The destination is unreachable: " + wait + " in the queue on disk."];
  }
  // A line waits for its batch a while (batch.age-max, 10 s), and that is no backlog.
  const shrinks = queue.drainSeconds !== undefined;
  if (!shrinks && queue.oldestAgeSeconds > BACKLOG_SECONDS) {
    return ["slow", wait + ", the oldest for " + seconds(queue.oldestAgeSeconds)
      + ", and they do not become fewer."];
  }
  if (connections.length > 0 || queue.linesPerSecondIn > 0 || queue.linesPerSecondOut > 0) {
    return ["well", "Lines flow."];
  }
  return ["", queue.depth.lines > 0 ? "Idle; " + wait + "." : "Idle: no sender is connected."];
}

function showState(queue, connections) {
  const state = document.getElementById("state");
  const [flowClass, sentence] = flow(queue, connections);
  const parts = [sentence];
  if (queue.deadLetters > 0) {
    const link = document.createElement("a");
    link.href = "dead-letters";
    link.textContent = number.format(queue.deadLetters)
      + (queue.deadLetters === 1 ? " dead letter" : " dead letters");
    parts.push(" ", link, " could not be processed.");
  }
  if (queue.guard.damaged.length > 0) {
    parts.push(" Parts of the queue could not be read and are set aside in "
      + queue.guard.damaged.join(", ") + ".");
  }
  const troubled = parts.length > 1 && flowClass !== "waiting";
  document.body.className = troubled ? "slow" : flowClass;
  // Set only when it changes: a screen reader says it each time.
  if (state.textContent !== parts.map((part) => part.textContent ?? part).join("")) {
    state.replaceChildren(...parts);
  }
}

function showConnections(connections) {
  show("count", number.format(connections.length));
  const rows = connections.slice(0, ROWS_MAX).map((connection) => {
    const row = document.createElement("tr");
    for (const text of [
      connection.peer,
      connection.protocol,
      connection.since.slice(0, 19).replace("T", " "),
      number.format(connection.lines),
      number.format(connection.bytes),
      number.format(connection.unconfirmedBytes),
    ]) {
      const cell = document.createElement("td");
      cell.textContent = text;
      row.append(cell);
    }
    return row;
  });
  document.getElementById("connections").replaceChildren(...rows);
}

async function json(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    const error = new Error(path + ": " + answer.status);
    error.status = answer.status;
    throw error;
  }
  return answer.json();
}

// A browser asks for name and password where somebody goes, not where a script asks.
function showLogin() {
  const state = document.getElementById("state");
  if (state.querySelector("a[href=queue]") === null) {
    const link = document.createElement("a");
    link.href = "queue";
    link.textContent = "Log in";
    state.replaceChildren(link, " to see the queue, and come back.");
  }
}

async function refresh() {
  try {
    const [queue, connections] = await Promise.all([json("queue"), json("connections")]);
    showQueue(queue);
    showState(queue, connections);
    showConnections(connections);
  } catch (error) {
    if (error.status === 401) {
      showLogin();
    } else {
      show("state", "Ingest does not answer (" + error.message + ").");
    }
    document.body.className = "waiting";
  }
  setTimeout(refresh, 1000);
}

refresh();
