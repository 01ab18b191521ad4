"use strict";
// The page of `veilsim explore`. It asks nobody but the program that it came from, and keeps the settings in the address.

const at = (id) => document.getElementById(id);
/** An element with attributes and children; texts stay texts. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** How long a slider rests before its value is simulated. */
const RESTS = 80;
/** Steps of a slider. */
const STEPS = 100;
/** Most parameters that a search shows. */
const MOST_FOUND = 20;

const settings = new Map();
/** By path: what each control that shows it does when the setting changes. */
const shown = new Map();
let scenario = null;
let parameters = new Map();
let answer = null;
let underWay = null;
let waiting = 0;
let numbers = 0;

// Names and values.

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What people call a parameter, given its path. */
function nameOf(path) {
  const parts = path.split(".");
  let place = "";
  if (parts[0] === "arm") parts.splice(0, 2);
  if (["platform", "market", "offender"].includes(parts[0]) && parts.length > 2) {
    const name = parts.splice(0, 2)[1];
    place = ` (${scenario.titles[name] ?? name})`;
  }
  return capital(parts.join(" · ").replaceAll("-", " ")) + place;
}

function policyOf(path) {
  const name = path.startsWith("arm.") ? path.split(".")[1] : null;
  const found = name && scenario.arms.find(([arm]) => arm === name);
  return found ? `${found[1]}: ` : "";
}

function short(number) {
  return Number(number.toPrecision(3));
}

/** The text of a number as a scenario has it. */
function written(control, number) {
  if (control.syntax === "whole") return String(Math.round(number));
  return control.syntax === "duration" || control.syntax === "rate" ? `${number} ${control.unit}` : String(number);
}

/** The number in such a text; none if it is another unit. */
function numberIn(control, text) {
  const match = /^([-+0-9.e]+)\s*(.*)$/i.exec(text);
  const number = match ? Number(match[1]) : NaN;
  return match && Number.isFinite(number) && (match[2] === "" || match[2] === control.unit) ? number : null;
}

function toValue(control, step) {
  const share = step / STEPS;
  const { low, high } = control;
  const value = control.logarithmic ? low * (high / low) ** share : low + share * (high - low);
  return control.syntax === "whole" ? Math.round(value) : short(value);
}

function toStep(control, value) {
  const { low, high } = control;
  const share = control.logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return Math.round(STEPS * Math.min(1, Math.max(0, share || 0)));
}

// Settings.

function set(path, value) {
  if (value === null) settings.delete(path);
  else settings.set(path, value);
  settled();
}

/** After a change of the settings: everything that shows them follows, and a run begins. */
function settled() {
  for (const [path, rows] of shown) shown.set(path, rows.filter((row) => row.box.isConnected));
  for (const row of [...shown.values()].flat()) row.follow();
  listChanges();
  history.replaceState(null, "", fragment() || location.pathname);
  grow();
  clearTimeout(waiting);
  waiting = setTimeout(run, RESTS);
}

function listChanges() {
  at("none").hidden = settings.size > 0;
  const item = ([path, value]) => {
    const undo = make("button", { type: "button", "aria-label": `Undo ${policyOf(path)}${nameOf(path)}`, onclick: () => undone(path) }, "Undo");
    return make("li", {}, make("span", {}, `${policyOf(path)}${nameOf(path)} = ${value}`), undo);
  };
  at("changes").replaceChildren(...[...settings].map(item));
  const seed = at("seed");
  if (document.activeElement !== seed) seed.value = settings.get("seed") ?? scenario.seed;
}

function undone(path) {
  set(path, null);
  at("reset").focus();
}

function fragment() {
  if (settings.size === 0) return "";
  const parts = new URLSearchParams([["scenario", scenario.hash.slice(0, 16)]]);
  if (!settings.has("seed")) parts.append("set", `seed=${scenario.seed}`);
  for (const [path, value] of settings) parts.append("set", `${path}=${value}`);
  return `#${parts}`;
}

/** Takes the settings that an address has. */
function readFragment() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const hash = parts.get("scenario");
  const warning = at("warning");
  warning.hidden = !hash || scenario.hash.startsWith(hash);
  warning.textContent = warning.hidden ? "" : "This link was made with another version of the scenario: its settings are applied, and its numbers may differ.";
  settings.clear();
  for (const text of parts.getAll("set")) {
    const split = text.indexOf("=");
    const [path, value] = [text.slice(0, split), text.slice(split + 1)];
    if (split > 0 && !(path === "seed" && value === scenario.seed)) settings.set(path, value);
  }
  settled();
}

// Controls.

/** A row with a control of a parameter. */
function row(path) {
  const control = parameters.get(path);
  const id = `c${(numbers += 1)}`;
  const name = nameOf(path);
  const box = make("div", { class: "control" });
  const follow = control.syntax === "word" || control.syntax === "switch" ? choice(control, id, box) : slider(control, id, box, name);
  const undo = make("button", { type: "button", "aria-label": `${name}: as in the file`, onclick: () => { set(path, null); box.querySelector("input, select").focus(); } }, "As in the file");
  box.append(
    make("p", { class: "about", id: `${id}-about` }, `${control.about} `, make("small", {}, `In the file: ${control.stated}${unitOf(control)}.`)),
    undo,
    sources(control, name),
  );
  const follows = () => {
    box.classList.toggle("set", settings.has(path));
    undo.hidden = !settings.has(path);
    follow();
  };
  follows();
  shown.set(path, [...(shown.get(path) ?? []), { box, follow: follows }]);
  return box;
}

function unitOf(control) {
  return control.unit && !["duration", "rate"].includes(control.syntax) && control.unit !== "count" ? ` ${control.unit}` : "";
}

function choice(control, id, box) {
  const words = control.syntax === "switch" ? ["true", "false"] : control.words;
  const word = (text) => make("option", { value: text }, control.syntax === "switch" ? (text === "true" ? "on" : "off") : text);
  const select = make("select", { id, "aria-describedby": `${id}-about`, onchange: () => set(control.path, select.value === control.stated ? null : select.value) }, ...words.map(word));
  box.append(make("div", { class: "row" }, make("label", { for: id }, nameOf(control.path)), select));
  return () => { select.value = settings.get(control.path) ?? control.stated; };
}

function slider(control, id, box, name) {
  const range = make("input", { type: "range", id, min: 0, max: STEPS, step: 1, "aria-describedby": `${id}-about` });
  const field = make("input", { type: "number", step: "any", "aria-label": `${name}, in ${control.unit}` });
  const say = (value) => range.setAttribute("aria-valuetext", `${value} ${control.unit}`);
  range.addEventListener("input", () => {
    const value = toValue(control, Number(range.value));
    set(control.path, written(control, value));
  });
  field.addEventListener("change", () => set(control.path, field.value === "" ? null : written(control, Number(field.value))));
  box.append(make("label", { for: id }, name), make("div", { class: "row" }, range, field, make("small", {}, control.unit)));
  return () => {
    const text = settings.get(control.path);
    const number = text === undefined ? control.at : numberIn(control, text);
    if (document.activeElement !== range) range.value = toStep(control, number ?? control.at);
    if (document.activeElement !== field) field.value = number === null ? "" : short(number);
    say(number === null ? text : short(number));
  };
}

/** What a value rests on. */
function sources(control, name) {
  const cited = control.sources.map((source) => make("li", {}, `${source.figure}. `, source.url ? make("a", { href: source.url, rel: "noreferrer", target: "_blank" }, source.source || source.id) : source.source || source.id));
  if (control.note) cited.push(make("li", {}, control.note));
  const grounds = { cited: "cited", recalled: "from memory, not checked", assumed: "assumed, without evidence", unstated: "not stated" }[control.grounds];
  if (cited.length === 0) return make("p", { class: "about" }, `Rests on: ${grounds}.`);
  return make("details", {}, make("summary", { "aria-label": `${name}, source: ${grounds}` }, `Source: ${grounds}`), make("ul", {}, ...cited));
}

function showLevers() {
  const group = (lever, place) => {
    const open = place === 0;
    return make("details", { class: "group", open }, make("summary", {}, lever.title), ...lever.paths.filter((path) => parameters.has(path)).map(row));
  };
  const asked = scenario.arms.find(([arm]) => arm === scenario.asks_about)?.[1];
  const levers = [...scenario.levers].sort((a, b) => (b.title === asked) - (a.title === asked));
  at("levers").replaceChildren(...levers.map(group));
}

function showAssumptions(moving) {
  const paths = [...new Set([...moving, ...scenario.widest])].filter((path) => parameters.has(path)).slice(0, 10);
  const of = moving.filter((path) => parameters.has(path)).length;
  if (of > 0) {
    at("matter").textContent = "Assumptions that matter most";
    const others = of < paths.length ? ` The other ${paths.length - of} have the widest ranges.` : "";
    at("matter-about").textContent = `First, strongest first, the ${of} with which the answer moved most over the draws. A correlation is no proof of a cause.${others}`;
  }
  at("assumptions").replaceChildren(...paths.map(row));
  at("reorder").hidden = true;
}

/** The assumptions come in a new order, but not under somebody's hands. */
function offerOrder(moving) {
  if (moving.length === 0 || showAssumptions.done) return;
  const box = at("assumptions");
  const touched = box.contains(document.activeElement) || box.querySelector(".set");
  const order = () => {
    showAssumptions.done = true;
    showAssumptions(moving);
  };
  at("reorder").onclick = order;
  if (touched) at("reorder").hidden = false;
  else order();
}

function search() {
  const words = at("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (control) => words.every((word) => `${control.path} ${nameOf(control.path)} ${control.about}`.toLowerCase().includes(word));
  // What is called so comes before what only mentions it.
  const far = (control) => words.filter((word) => !nameOf(control.path).toLowerCase().includes(word)).length;
  const found = words.length === 0 ? [] : scenario.all.filter(fits).sort((a, b) => far(a) - far(b) || a.path.length - b.path.length);
  at("found").replaceChildren(...found.slice(0, MOST_FOUND).map((control) => {
    const box = row(control.path);
    box.querySelector("label").prepend(policyOf(control.path));
    return box;
  }));
  const more = found.length > MOST_FOUND ? `, of which the first ${MOST_FOUND} are shown` : "";
  at("found-how-many").textContent = words.length === 0 ? `${scenario.all.length} parameters.` : `${found.length} found${more}.`;
}

// Runs.

/** The answer is of another setting: it stays, in grey. */
function grow() {
  at("answer").classList.toggle("old", answer !== null);
  at("status").textContent = answer === null ? "The first numbers come in a moment." : "The answer in grey is of the settings before; the new one comes in a moment.";
  at("progress").hidden = false;
  at("progress").value = 0;
}

async function run() {
  underWay?.abort();
  const own = (underWay = new AbortController());
  at("refused").hidden = true;
  try {
    const response = await fetch("run", { method: "POST", body: wish(), signal: own.signal });
    if (!response.ok) return refuse(await response.text());
    await listen(response.body, (name, data) => own === underWay && heard(name, data));
  } catch (error) {
    if (own.signal.aborted) return;
    at("status").textContent = `veilsim does not answer (${error.message}). Is it still running in the terminal?`;
  }
}

function wish() {
  return JSON.stringify({ set: [...settings] });
}

function refuse(text) {
  at("why").textContent = text;
  at("refused").hidden = false;
  at("status").textContent = "These settings cannot be run. The answer that you see is of the settings before.";
}

/** Hears server-sent events. */
async function listen(stream, hear) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (text + value).split("\n\n");
    text = events.pop();
    for (const event of events) {
      const [name, data] = event.split("\n").map((line) => line.slice(line.indexOf(": ") + 2));
      hear(name, JSON.parse(data));
    }
  }
}

function heard(name, data) {
  if (name === "progress") {
    at("progress").value = data.finished / Math.max(1, data.runs);
    if (data.finished === 0) at("status").textContent = `${so(answer)}Simulating ${data.draws} draws: ${data.runs} runs.`;
  }
  if (name === "cancelled") at("status").textContent = "Stopped: another setting is simulated.";
  if (name === "answer") showAnswer(data);
}

/** How far the answer that is shown goes. */
function so(answer) {
  if (answer === null) return "";
  if (at("answer").classList.contains("old")) return "The answer in grey is of the settings before. ";
  return `After ${answer.draws} draws, ${answer.replications} runs of each policy. `;
}

function showAnswer(found) {
  answer = found;
  at("answer").classList.remove("old");
  at("progress").value = 0;
  at("progress").hidden = found.is_last;
  const few = found.draws < 10 ? " So few say little: look at the intervals." : "";
  at("status").textContent = found.is_last ? `Done: ${found.draws} draws, ${found.replications} runs of each policy.` : `${so(found)}${few}`;
  showChanged();
  at("policies").replaceChildren(...comparison(found.policies, "Policies beside each other", found));
  at("command").textContent = found.command;
  at("digest").textContent = found.digest;
  offerOrder(found.influences);
}

function showChanged() {
  const changed = answer.changed;
  at("unmoved").hidden = changed.length > 0;
  at("moved").hidden = changed.length === 0;
  if (changed.length === 0) return;
  const select = at("policy");
  const before = select.value || first(changed);
  select.replaceChildren(...changed.map((shown) => make("option", { value: shown.arm }, shown.is_same ? `${shown.title} (not changed)` : shown.title)));
  const chosen = changed.find((shown) => shown.arm === before && !shown.is_same) ?? changed.find((shown) => shown.arm === first(changed));
  select.value = chosen.arm;
  showPolicy();
}

/** The policy in question, if the settings change it; or the first that they change. */
function first(changed) {
  const moved = changed.filter((shown) => !shown.is_same);
  return (moved.find((shown) => shown.arm === scenario.asks_about) ?? moved[0] ?? changed[0]).arm;
}

function showPolicy() {
  const chosen = answer.changed.find((shown) => shown.arm === at("policy").value);
  const notes = answer.notes.map((note) => make("p", { class: "warning" }, note));
  const same = make("p", {}, "Your settings change nothing for this policy: no run of it differs from the file as it stands.");
  at("of-policy").replaceChildren(...notes, ...(chosen.is_same ? [same] : comparison(chosen, chosen.title, answer)));
}

/** A comparison in words, as a chart and as a table. */
function comparison(shown, title, { draws, replications }) {
  const sentences = shown.sentences.map((text, place) => make("p", { class: place === 0 ? "lead" : "" }, text));
  const charts = (svgs, kind) => svgs.map((svg) => make("figure", { class: kind }, picture(svg)));
  const left = shown.left_out ? [make("p", {}, `No chart: ${shown.left_out}.`)] : [];
  const many = make("p", { class: "about" }, `n = ${replications} runs of each policy, two to a draw: ${draws} draws. Intervals are on draws, at 95 %; “open” where too little was seen to bound it.`);
  const figures = make("details", { class: "group" }, make("summary", {}, "The figures in a table"), table(shown.rows, title));
  figures.open = comparison.open?.has(title) ?? false;
  figures.addEventListener("toggle", () => (comparison.open ??= new Set())[figures.open ? "add" : "delete"](title));
  return [...sentences, ...left, ...charts(shown.wide, "wide"), ...charts(shown.narrow, "narrow"), many, figures];
}

function picture(svg) {
  return document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);
}

function table(rows, title) {
  // Of one policy alone, its name is in the heading.
  const several = new Set(rows.map((row) => row.policy)).size > 1;
  const heads = ["Outcome", ...(several ? ["Policy"] : []), "Before", "After", "Difference", "95 % interval", "In %", "n", "Reading"];
  const head = make("thead", {}, make("tr", {}, ...heads.map((text) => make("th", { scope: "col" }, text))));
  const line = (row) => {
    const cells = [...(several ? [row.policy] : []), row.before, row.after, row.difference, row.interval || "open", row.relative, row.n, row.reading];
    return make("tr", {}, make("th", { scope: "row" }, row.outcome), ...cells.map((text, place) => make("td", { "data-label": heads[place + 1] }, String(text))));
  };
  return make("table", { "aria-label": title }, head, make("tbody", {}, ...rows.map(line)));
}

// Buttons.

async function save() {
  const response = await fetch("save", { method: "POST", body: wish() });
  const text = await response.text();
  if (!response.ok) return refuse(text);
  const url = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
  make("a", { href: url, download: `${scenario.name}-explored.toml` }).click();
  URL.revokeObjectURL(url);
  at("done").textContent = `Saved as ${scenario.name}-explored.toml, where your browser keeps downloads.`;
}

async function link() {
  try {
    await navigator.clipboard.writeText(location.href);
    at("done").textContent = "The link is copied. It holds the settings; at another address of the same scenario, what follows # does the same.";
  } catch {
    at("done").textContent = `The link is the address of this page: ${location.href}`;
  }
}

function reset() {
  settings.clear();
  at("warning").hidden = true;
  at("done").textContent = "All is as the file has it.";
  settled();
}

/** The address is kept for the settings. */
function toAnswer(event) {
  event.preventDefault();
  at("answer").scrollIntoView();
  at("answer").focus({ preventScroll: true });
}

async function start() {
  const response = await fetch("controls");
  if (!response.ok) {
    at("status").textContent = await response.text();
    return;
  }
  scenario = await response.json();
  parameters = new Map(scenario.all.map((control) => [control.path, control]));
  document.title = `${scenario.title} · veilsim explore`;
  at("question").textContent = scenario.question || scenario.title;
  showLevers();
  showAssumptions([]);
  search();
  at("search").addEventListener("input", search);
  at("seed").addEventListener("change", () => set("seed", at("seed").value === "" || at("seed").value === scenario.seed ? null : at("seed").value));
  at("policy").addEventListener("change", showPolicy);
  at("reset").addEventListener("click", reset);
  at("save").addEventListener("click", save);
  at("link").addEventListener("click", link);
  for (const jump of document.querySelectorAll("[href='#answer']")) jump.addEventListener("click", toAnswer);
  addEventListener("hashchange", readFragment);
  readFragment();
}

start();
