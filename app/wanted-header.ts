/** In which the server in front tells the workspace what was asked for: a layout is not told. */
export const WANTED_HEADER = "x-curtain-wanted"
