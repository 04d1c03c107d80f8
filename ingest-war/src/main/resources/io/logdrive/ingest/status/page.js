"use strict";

const ROWS_MAX = 200;
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
  const well = queue.broker === "up" && queue.destination === "connected";
  show("state", well
    ? "Lines flow."
    : queue.broker !== "up"
      ? "The broker is down: senders wait."
      : "The destination is unreachable: lines wait in the queue on disk.");
  document.body.className = well ? "well" : "waiting";
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
    throw new Error(path + ": " + answer.status);
  }
  return answer.json();
}

async function refresh() {
  try {
    const [queue, connections] = await Promise.all([json("queue"), json("connections")]);
    showQueue(queue);
    showConnections(connections);
  } catch (error) {
    show("state", "Ingest does not answer (" + error.message + ").");
    document.body.className = "waiting";
  }
  setTimeout(refresh, 1000);
}

refresh();
