"use client"

import { Button } from "#components/ui/button.tsx"
import { PageHead } from "#components/ui/page-head.tsx"

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <PageHead title="Something broke on our side" next={<Button onClick={reset}>Try again</Button>}>
      Nothing was changed by this page. The log has the reason{error.digest === undefined ? "" : ` under the number ${error.digest}`}.
    </PageHead>
  )
}
