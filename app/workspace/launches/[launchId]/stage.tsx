import { Countdown } from "#components/release/countdown.tsx"
import type { Launch } from "#lib/launch/launch.ts"
import { ExactTime } from "./exact-time.tsx"

/** The curtain and what is behind it. It rises when the page learns that the moment has come, and stays up where it was before. */
export function Stage({ launch, nowMs }: { launch: Launch; nowMs: number }) {
  const isUp = launch.releasedAt !== null && launch.state !== "recalled" && launch.state !== "recalling"
  return (
    <div className="stage">
      <div className="scene" aria-hidden={!isUp}>
        {launch.releasedAt === null ? null : (
          <>
            <p className="moment">
              <ExactTime atMs={launch.releasedAt.epochMilliseconds} />
            </p>
            <p className="quiet">The moment. Site revision {launch.siteRevision}.</p>
          </>
        )}
        {launch.state === "live" && launch.holdUntil !== null ? (
          <p className="hold">
            What cannot be undone leaves in <Countdown untilMs={launch.holdUntil.epochMilliseconds} nowMs={nowMs} />
          </p>
        ) : null}
      </div>
      <div className="curtain" data-is={isUp ? "up" : "down"} aria-hidden="true">
        <span>{CURTAIN_SAYS[launch.state]}</span>
      </div>
    </div>
  )
}

const CURTAIN_SAYS: Record<Launch["state"], string> = {
  flipping: "Behind the curtain",
  rolling_back: "Behind the curtain",
  failed: "It did not rise",
  recalling: "Taken back",
  recalled: "Taken back",
  live: "",
  announcing: "",
  settled: "",
  attention: "It waits for a person",
}
