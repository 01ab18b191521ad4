// Drives the explorer at the first address and the report at the second through Chromium. Ends with an error on the first thing that is wrong.

import puppeteer from "puppeteer-core";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";

const [, , explorer, report] = process.argv;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** A busy machine ends all of this within so long. */
const PATIENCE = 60_000;
const WIDTHS = [390, 1280];

// Whatever is asked for elsewhere fails, and is seen.
const only = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1";
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", `--host-resolver-rules=${only}`],
});

/** A page that notes what it asks for and what it complains of. */
async function open(address, { width = 1280, scheme = "light" } = {}) {
  const page = await browser.newPage();
  page.asked = [];
  page.wrong = [];
  page.on("request", (request) => page.asked.push(request));
  page.on("pageerror", (error) => page.wrong.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.wrong.push(message.text()));
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setViewport({ width, height: 900 });
  await page.goto(address, { waitUntil: "domcontentloaded" });
  return page;
}

const until = (page, holds, ...values) => page.waitForFunction(holds, { timeout: PATIENCE, polling: 5 }, ...values);
const isDone = (page) => until(page, () => document.getElementById("status").textContent.startsWith("Done"));
const text = (page, id) => page.$eval(`#${id}`, (element) => element.textContent);
const now = () => performance.now();

async function firstNumbers() {
  const begun = now();
  const page = await open(explorer);
  await until(page, () => document.getElementById("digest").textContent.length > 10);
  console.log(`first numbers ${Math.round(now() - begun)} ms after the address was opened`);
  await isDone(page);
  await page.close();
}

/** A slider moved by a key gives up the run under way; the old answer stays, in grey, until the new one is there. */
async function sliderCancels() {
  const page = await open(explorer);
  await isDone(page);
  // A large world, of which no step ends soon.
  await page.evaluate(() => set("sample", "0.2"));
  await until(page, () => document.getElementById("status").textContent.includes("Simulating"));
  const before = page.asked.findLast((request) => request.url().endsWith("/run"));
  const slider = await page.$("#controls input[type=range]");
  await slider.focus();
  const begun = now();
  const failed = new Promise((resolve) => page.on("requestfailed", (request) => request === before && resolve(now() - begun)));
  const again = page.waitForRequest((request) => request.url().endsWith("/run"), { timeout: PATIENCE });
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.$eval("#answer", (answer) => answer.classList.contains("old") && answer.querySelector("svg")), "the old answer stays, in grey");
  const cancelled = await failed;
  await again;
  console.log(`run given up ${Math.round(cancelled)} ms after the key`);
  await page.click("#reset");
  await isDone(page);
  const small = now();
  await slider.evaluate((range) => range.isConnected && range.focus());
  await page.keyboard.press("ArrowRight");
  await until(page, () => !document.getElementById("answer").classList.contains("old") && document.querySelector("#of-policy svg"));
  console.log(`figures of the new value ${Math.round(now() - small)} ms after the key`);
  await isDone(page);
  const rows = await page.$$eval("#of-policy tbody tr", (found) => found.map((row) => [...row.children].map((cell) => cell.textContent)));
  assert.ok(rows.length >= 5 && rows.every((row) => row[6] === "32"), "each figure has its n");
  await page.close();
}

/** With Tab and Enter alone, everything that can be used is reached, and it is seen where one is. */
async function keyboard() {
  const page = await open(explorer);
  await isDone(page);
  await page.type("#search", "review staff");
  await page.evaluate(() => document.activeElement.blur());
  const reached = new Set();
  // Begun in the middle, the way leads over the end of the page to its start, and to the end again.
  for (let tabs = 0, ends = 0; tabs < 2000 && ends < 2; tabs += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return null;
      element.dataset.reached ??= String(document.querySelectorAll("[data-reached]").length);
      const style = getComputedStyle(element);
      const folded = element.matches("summary") && !element.parentElement.open;
      return { place: element.dataset.reached, folded, seen: style.outlineStyle !== "none", what: element.outerHTML.slice(0, 120) };
    });
    if (found === null) {
      ends += 1;
      continue;
    }
    assert.ok(found.seen, `focus is not seen on ${found.what}`);
    reached.add(found.place);
    if (found.folded) await page.keyboard.press("Enter");
  }
  const missed = await page.$$eval("a[href], button, input, select, summary, [tabindex='0']", (all) => {
    const usable = all.filter((element) => element.checkVisibility() && !element.disabled);
    return usable.filter((element) => !element.dataset.reached).map((element) => element.outerHTML.slice(0, 120));
  });
  assert.deepEqual(missed, [], "not reached by keyboard");
  assert.ok(reached.size > 50, `${reached.size} are few`);
  console.log(`${reached.size} controls reached by keyboard`);
  await page.close();
}

async function permalink() {
  const page = await open(explorer);
  await isDone(page);
  await page.evaluate(() => set("platform.tiktok.review.staff", "80"));
  await isDone(page);
  const digest = await text(page, "digest");
  const address = page.url();
  assert.match(address, /#scenario=[0-9a-f]{16}&set=seed%3D1&set=platform\.tiktok\.review\.staff%3D80$/);
  const again = await open(address);
  await isDone(again);
  assert.equal(await text(again, "digest"), digest, "a link gives the same");
  assert.equal(await again.$eval("#warning", (warning) => warning.hidden), true);
  const other = await open(address.replace(/scenario=[0-9a-f]{16}/, `scenario=${"0".repeat(16)}`));
  await isDone(other);
  assert.equal(await other.$eval("#warning", (warning) => warning.hidden), false, "another scenario is warned of");
  await page.evaluate(() => set("platform.tiktok.review.staff", "many"));
  await until(page, () => !document.getElementById("refused").hidden);
  assert.match(await text(page, "why"), /--set:1/);
  for (const opened of [page, again, other]) await opened.close();
}

async function accessible(address, prepare) {
  for (const width of WIDTHS) {
    for (const scheme of ["light", "dark"]) {
      const page = await open(address, { width, scheme });
      await prepare(page);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
      assert.deepEqual(told, [], `${address} at ${width} px, ${scheme}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${address} at ${width} px is ${wide} px too wide`);
      const strangers = page.asked.map((request) => request.url()).filter((url) => ![address.slice(0, address.lastIndexOf("/") + 1), "data:", "blob:"].some((own) => url.startsWith(own)));
      assert.deepEqual(strangers, [], "asked for elsewhere");
      assert.deepEqual(page.wrong, [], "errors");
      await page.close();
    }
  }
  console.log(`axe finds nothing at ${WIDTHS.join(" and ")} px, light and dark: ${address.startsWith("file") ? "the report" : "the explorer"}`);
}

try {
  await firstNumbers();
  await sliderCancels();
  await keyboard();
  await permalink();
  await accessible(explorer, async (page) => {
    await isDone(page);
    await page.type("#search", "review");
    await page.evaluate(() => set("platform.tiktok.review.staff", "80"));
    await isDone(page);
    await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  });
  await accessible(report, (page) => page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true))));
} finally {
  await browser.close();
}
