import { playDemo } from "#lib/demo/play-demo.ts"
import { serve } from "../server.ts"

await playDemo({ env: process.env, serve, print: console.log })
process.exit(0)
