import { defineConfig } from "drizzle-kit"

const DOMAINS = [
  "access",
  "audit",
  "brands",
  "changes",
  "deliveries",
  "documents",
  "flags",
  "hooks",
  "launches",
  "mail",
  "mail-renders",
  "people",
  "readers",
  "releases",
  "subscribers",
]

export default defineConfig({
  dialect: "postgresql",
  schema: DOMAINS.map((domain) => `./db/schema/${domain}.ts`),
  out: "./db/migrations",
})
