/** What the form of a built-in flag sends, as the command's input spells it. Rules come as the JSON that the page made of them. */
export function flagFields(form: FormData): Record<string, unknown> {
  const rollout = form.get("rollout")
  return {
    description: form.get("description"),
    enabled: form.get("enabled") === "on",
    rollout: typeof rollout === "string" && rollout.trim() !== "" ? Number(rollout) : rollout,
    targeting: rulesIn(form.get("targeting")),
  }
}

function rulesIn(sent: FormDataEntryValue | null): unknown {
  if (typeof sent !== "string") return sent
  try {
    return JSON.parse(sent)
  } catch {
    return sent
  }
}
