import { defineConfig } from "drizzle-kit"

export default defineConfig({
  dialect: "postgresql",
  schema: ["access", "audit", "changes", "documents", "flags", "launches", "mail", "mail-renders", "people", "releases", "subscribers"].map(
    (domain) => `./db/schema/${domain}.ts`,
  ),
  out: "./db/migrations",
})
