// Loaded before a process under test: every clock of that process is wrong by CLOCK_SHIFT_MINUTES, as on a machine whose time service is down.

const shiftMs = Number(process.env.CLOCK_SHIFT_MINUTES) * 60_000
const RightDate = Date
const rightInstant = Temporal.Now.instant.bind(Temporal.Now)

class ShiftedDate extends RightDate {
  constructor(...given: [] | [number | string | Date]) {
    if (given.length === 0) super(RightDate.now() + shiftMs)
    else super(...given)
  }

  static override now(): number {
    return RightDate.now() + shiftMs
  }
}

Object.assign(globalThis, { Date: ShiftedDate })
Object.assign(Temporal.Now, { instant: () => rightInstant().add({ milliseconds: shiftMs }) })
