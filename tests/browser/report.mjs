// Opens the report and the brief in the folder given, without a network, and ends with an error on the first thing that is wrong: words
// to read before anything is unfolded, what stands on the first screen, and printed pages.

import puppeteer from "puppeteer-core";
import assert from "node:assert/strict";

const [, , folder] = process.argv;
const WORDS = 2500;
const PAGES = { report: 12, brief: 2 };
const QUESTIONS = ["Harm to children.", "Reports and police.", "Innocent people.", "Everyone\u2019s privacy.", "How sure."];

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const [name, most] of Object.entries(PAGES)) {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(`file://${folder}/${name}.html`);
    const words = await page.evaluate(() => document.body.innerText.split(/\s+/).length);
    assert.ok(words <= WORDS, `${name}: ${words} words`);
    for (const width of [390, 1280]) {
      await page.setViewport({ width, height: 900 });
      const seen = await page.$$eval(".answer > p > b:first-child", (all) => all.filter((b) => b.checkVisibility()).map((b) => b.textContent));
      const missing = QUESTIONS.filter((question) => !seen.includes(question));
      assert.deepEqual(missing, [], `${name} at ${width} px`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${name} at ${width} px is ${wide} px too wide`);
    }
    const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const printed = pdf.match(/\/Type\s*\/Page\b/g).length;
    assert.ok(name === "brief" ? printed === most : printed <= most, `${name}: ${printed} printed pages`);
    console.log(`${name}: ${words} words before anything is unfolded, ${printed} printed pages`);
    await page.close();
  }
} finally {
  await browser.close();
}
