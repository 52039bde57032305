// `data-try-api`: sends the request that a form describes, and shows what came back. The key stays in this tab
// (`data-credential`), and is sent nowhere but to this host.
const KEPT = "kontor.api.credential"
const fields = () => document.querySelectorAll("[data-credential]")
for (const field of fields()) field.value = sessionStorage.getItem(KEPT) ?? ""

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-credential]")) return
  sessionStorage.setItem(KEPT, target.value)
  for (const field of fields()) if (field !== target) field.value = target.value
})

function readable(text, type) {
  if (!/\bjson\b/.test(type ?? "")) return text
  try { return JSON.stringify(JSON.parse(text), null, 2) } catch { return text }
}

function request(form) {
  const { method, path, body } = form.elements
  const headers = { Accept: "application/json" }
  const credential = form.querySelector("[data-credential]")?.value.trim()
  if (credential) headers.Authorization = `Bearer ${credential}`
  const sent = body && !/^(get|head)$/i.test(method.value.trim()) ? body.value : undefined
  if (sent !== undefined) headers["Content-Type"] = "application/json"
  // Always on this host, whatever was typed.
  const address = new URL(`/${path.value.trim().replace(/^\/+/, "")}`, location.origin)
  return [address, { method: method.value.trim().toUpperCase(), headers, body: sent, credentials: "omit", cache: "no-store" }]
}

async function send(form) {
  const place = form.querySelector("[data-answer]")
  place.textContent = form.dataset.busyText
  const start = performance.now()
  try {
    const answer = await fetch(...request(form))
    const text = await answer.text()
    const shown = form.querySelector("template").content.cloneNode(true)
    const show = (name, words) => { shown.querySelector(`[data-${name}]`).textContent = words }
    show("status", `${answer.status} ${answer.statusText}`.trim())
    show("time", `${Math.round(performance.now() - start)} ms`)
    show("headers", [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n"))
    show("body", readable(text, answer.headers.get("content-type")))
    place.replaceChildren(shown)
  } catch {
    place.textContent = form.dataset.none
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-try-api]")
  if (!form) return
  event.preventDefault()
  send(form)
})
