import type { Metadata } from "next"
import SiteLayout from "../../r/[revision]/layout.tsx"
import "./search.css"

export const metadata: Metadata = { robots: { index: false } }

export default SiteLayout
