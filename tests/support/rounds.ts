/** How often a race is run: 100 times in every run of the tests, 1,000 times in a soak. */
export function rounds(): number {
  return process.env.CURTAIN_SOAK ? 1000 : 100
}
