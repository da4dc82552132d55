/**
 * How often links may be asked for, within the time that one works. Counted from the rows of the links, so that every process counts
 * the same, and alike for addresses of anybody and of nobody.
 */
export const LINK_LIMITS = { perAddress: 5, perNetwork: 20 }
