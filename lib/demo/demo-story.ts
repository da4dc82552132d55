/** What happened at Acme before the demo begins: a week of work on their shop, deployed twice. */
export const REPOSITORY = "acme/shop"

type StoryCommit = { sha: string; message: string; author: string; committedAt: string }

export const FIRST_DEPLOYMENT: StoryCommit[] = [
  {
    sha: "3f1c9a7e5b2d4860917acd35e8f06b2479d1c5a3",
    message:
      "feat(search): find orders by what was in them\n\nType a product, get the orders that had it. Works for the last three years.\n\nFeature-Flag: order-search",
    author: "Noor Haddad",
    committedAt: "2026-11-16T09:12:00Z",
  },
  {
    sha: "8a04d2c6f19b7e3550c8ae41d7f3962b0be5471d",
    message: "chore(deps): update the image pipeline",
    author: "Tomás Rivera",
    committedAt: "2026-11-16T11:40:00Z",
  },
  {
    sha: "c57e1f08ab3944d2b6709d8e21fa5c3c4471e9b6",
    message: "fix(cart): keep the voucher when an item is removed",
    author: "Ines Okafor",
    committedAt: "2026-11-17T08:03:00Z",
  },
]

export const SECOND_DEPLOYMENT: StoryCommit[] = [
  {
    sha: "15d3b8fe6c024a9187e5c20fd94ba67e38f1d07c",
    message:
      "feat(search): save a search and be told of new matches\n\nA bell beside the search field keeps the search.\n\nFeature-Flag: saved-searches",
    author: "Noor Haddad",
    committedAt: "2026-11-19T10:20:00Z",
  },
  {
    sha: "e92f6071ca5d48b3a1b04f7d6e8835c2f0479ad8",
    message: "perf(catalogue): open large categories four times as fast",
    author: "Ines Okafor",
    committedAt: "2026-11-19T15:55:00Z",
  },
  {
    sha: "7bc0a41d93e6f25840d19be3cf57a2860d4e1f95",
    message: "test(search): cover accents and typing mistakes",
    author: "Tomás Rivera",
    committedAt: "2026-11-20T07:48:00Z",
  },
]

export const FLAGS = [
  { key: "order-search", rollout: 100, description: "Search in past orders" },
  { key: "saved-searches", rollout: 50, description: "Searches that are kept" },
]

export const RELEASE = {
  name: "Find anything you ever ordered",
  summary: "Search reaches back into your orders, and the searches you repeat can be kept.",
}

export const SENDER = { name: "Acme", postalAddress: "Acme Ltd\n1 Harbour Street, Dublin, Ireland" }

export const READERS = [
  { email: "marta@example.com", name: "Marta Quintela" },
  { email: "jonas@example.com", name: "Jonas Brandt" },
  { email: "aiko@example.com", name: "Aiko Tanabe" },
]

export const CORRECTION = {
  name: "Search in past orders is not here yet",
  summary: "Nothing of yours is lost. We will write when it is back.",
}
