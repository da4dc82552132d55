import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { expect, test } from "vitest"
import { ensureBuild } from "#lib/portal/ensure-build.ts"

test("the demo plays the main job from deployment to recall, and visitors see nothing before, everything after, nothing again", async () => {
  await ensureBuild({ report: () => {} })
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "bin/demo.ts"], {
    env: { ...process.env, NO_COLOR: "1" },
  })
  expect(stdout).toContain("4 changes for customers are deployed and unreleased")
  expect(stdout).toContain("Ready? Not yet. Not approved as they are now")
  expect(stdout).toContain("Ready? Yes, every check passes.")
  expect(stdout).toContain("Flag saved-searches: off, then on for 50 %, read back")
  expect(stdout).toContain("The launch is recalled.")
  expect(stdout).toMatch(/Launched by the clock: public \d+ ms after the time on the wall/)
  // The release, and its correction.
  expect(stdout.match(/Mail: 3 of 3 captured, \d+ ms after the moment/g)).toHaveLength(2)
  expect(stdout).toContain("Mail: nobody is left to tell; 3 have had it in an earlier launch and are not mailed twice")
  expect(stdout).toContain("the chain holds")
  const [before, after, recalled] = ["Before, a visitor finds:", "After, a visitor finds:", "After the recall, a visitor finds:"].map(
    (heading) => lookAfter(stdout, heading),
  )
  expect(before).toEqual(Array.from({ length: 6 }, () => "nothing"))
  expect(after).not.toContain("nothing")
  expect(recalled).toEqual(before)
}, 120_000)

/** What the six lines below a heading say of their places. */
function lookAfter(text: string, heading: string): string[] {
  const lines = text.split("\n")
  const at = lines.findIndex((line) => line.includes(heading))
  return lines.slice(at + 1, at + 7).map((line) => line.trim().replace(/^(home page|its entry|help article|RSS feed|widget|flags)\s+/, ""))
}
