import { expect, test } from "vitest"
import { stripScripts } from "../../../app/front/strip-scripts.ts"

test("the framework's scripts, flight data and hints go", () => {
  const page = [
    '<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/a.js"/>',
    '<link rel="modulepreload" href="/_next/static/chunks/b.js"/>',
    '<script src="/_next/static/chunks/a.js" async=""></script>',
    '<script>self.__next_f.push([1,"<p>text</p>"])</script>',
    '<script id="_R_">$RC=function(){}</script>',
    '<script src="//other.example/x.js"></script>',
    "<p>kept</p>",
  ].join("")
  expect(stripScripts(page)).toBe("<p>kept</p>")
})

test.each([
  '<script type="application/ld+json">{"@type":"Blog","name":"a\\u003c/script>"}</script>',
  '<script src="/widget.js"></script>',
  '<script async="" src="/assets/reading.js" defer=""></script>',
  '<link rel="stylesheet" href="/_next/static/chunks/a.css" data-precedence="next"/>',
  '<link rel="preload" href="/_next/static/media/a.woff2" as="font" crossorigin="" type="font/woff2"/>',
  "<p>a text about &lt;script&gt;x&lt;/script&gt;</p>",
])("%s stays", (part) => {
  expect(stripScripts(part)).toBe(part)
})
