// Makes a form of each GET in openapi.json. Everything it shows is set as text, never as HTML.
"use strict";

const SHOWN_MAX = 200000;

function element(name, text, attributes) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  return made;
}

function resolved(api, parameter) {
  return parameter.$ref ? api.components.parameters[parameter.$ref.split("/").pop()] : parameter;
}

function input(parameter) {
  const schema = parameter.schema.items || parameter.schema;
  const example = [].concat(parameter.example === undefined ? "" : parameter.example)[0];
  if (!schema.enum) {
    const field = element("input", "", { name: parameter.name, placeholder: String(schema.default ?? example) });
    if (parameter.in === "path") { field.required = true; field.value = example; }
    return field;
  }
  const choice = element("select", "", { name: parameter.name });
  choice.append(element("option", "", { value: "" }));
  for (const value of schema.enum) choice.append(element("option", value, { value }));
  return choice;
}

function address(path, parameters, form) {
  let target = path;
  const query = new URLSearchParams();
  for (const parameter of parameters) {
    const value = form.elements[parameter.name].value;
    if (parameter.in === "path") target = target.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (value && parameter.name === "field.{name}") {
      const equals = value.indexOf("=");
      query.append(`field.${value.slice(0, equals)}`, value.slice(equals + 1));
    } else if (value) query.append(parameter.name, value);
  }
  return query.size === 0 ? target : `${target}?${query}`;
}

async function show(url, out, control) {
  out.textContent = `GET ${url}\n`;
  try {
    const response = await fetch(url, { signal: control.signal });
    out.textContent += `${response.status} ${response.headers.get("Content-Type")}\n\n`;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let whole = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      whole += part.value;
      out.textContent += part.value;
      if (whole.length > SHOWN_MAX) {
        control.abort();
        out.textContent += "\n… cut here";
        return;
      }
    }
    if ((response.headers.get("Content-Type") || "").includes("json;")) {
      out.textContent = out.textContent.replace(whole, () => JSON.stringify(JSON.parse(whole), null, 2));
    }
  } catch (failure) {
    if (failure.name !== "AbortError") out.textContent += String(failure);
  }
}

function endpoint(api, path, operation) {
  const parameters = (operation.parameters || []).map(p => resolved(api, p)).filter(p => p.in !== "header");
  const details = element("details");
  const summary = element("summary");
  summary.append(element("code", `GET ${path}`), ` ${operation.summary}`);
  const form = element("form");
  for (const parameter of parameters) {
    const label = element("label");
    const isField = parameter.name === "field.{name}";
    const field = input(parameter);
    if (isField) { field.placeholder = "status=>=500"; field.pattern = "[^=]+=.+"; }
    label.append(parameter.name, field, element("span", parameter.description));
    form.append(label);
  }
  const stop = element("button", "Stop", { type: "button" });
  const out = element("pre", "", { "aria-live": "polite", tabindex: "0" });
  form.append(element("button", "Send"), stop, out);
  let control = new AbortController();
  stop.addEventListener("click", () => control.abort());
  form.addEventListener("submit", event => {
    event.preventDefault();
    control.abort();
    control = new AbortController();
    show(address(path, parameters, form), out, control);
  });
  details.append(summary, form);
  return details;
}

async function load() {
  const list = document.getElementById("endpoints");
  try {
    const answer = await fetch("docs/openapi.json");
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const api = await answer.json();
    const made = Object.entries(api.paths).filter(([, item]) => item.get)
      .map(([path, item]) => endpoint(api, path, item.get));
    list.replaceChildren(...made);
  } catch (failure) {
    list.replaceChildren(element("p",
      `docs/openapi.json, which says what there is to try, could not be loaded: ${failure.message}`,
      { role: "alert" }));
  }
}

load();
