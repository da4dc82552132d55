export const START_PAGE = "/workspace"

// A path of the workspace and a query, nothing that a browser could read as another host.
const OURS = /^\/workspace(?:\/[\w.~!$&'()*+,=:@%-]+)*(?:\?[\w.~!$&'()*+,;=:@/?%-]*)?$/
const LONGEST = 500

/** The page somebody wanted before they had to sign in; the start page for anything that is not a page of ours. */
export function wantedPage(text: string | null | undefined): string {
  return text && text.length <= LONGEST && OURS.test(text) ? text : START_PAGE
}
