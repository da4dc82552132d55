import { z } from "zod"
import { readerKeyOf } from "#lib/readers/reader.ts"
import { publicAddress } from "#lib/site/public-address.ts"
import { operation } from "../../operation.ts"

const widget = z.object({
  script: z.url().meta({ description: "What the tag loads", example: "https://news.acme.example/widget.js" }),
  demo: z
    .url()
    .meta({ description: "A page of somebody else, with the bell in it", example: "https://news.acme.example/widget-demo.html" }),
  readerKey: z.string().meta({
    description:
      "For the server of your product alone: `data-proof` is the HMAC-SHA256 of `data-reader` with it, in hexadecimal. Another `CURTAIN_SECRET_KEY` makes another one",
  }),
})

export const getWidgetOperation = operation({
  method: "get",
  path: "/api/v1/widget",
  act: "widget.read",
  summary: "What the bell in your product is made with",
  answers: { 200: { description: "Addresses, and the key that proves who reads", schema: widget } },
  run: async ({ deps: { settings } }) => ({
    status: 200,
    body: {
      script: publicAddress(settings.publicUrl, "/widget.js"),
      demo: publicAddress(settings.publicUrl, "/widget-demo.html"),
      readerKey: readerKeyOf(settings),
    },
  }),
})
