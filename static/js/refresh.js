// `data-refresh="2s"`: asks for this page again and again and replaces the element of that id,
// until the answer has none to refresh any more: then it is shown as the page it is.
const later = (text) => parseFloat(text) * (text.endsWith("ms") ? 1 : 1000)

function refresh(element) {
  setTimeout(async () => {
    if (document.hidden) return refresh(element)
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null)
    if (!answer?.ok) return refresh(element)
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const next = page.getElementById(element.id)
    if (!next?.dataset.refresh || answer.redirected) return location.replace(answer.url)
    element.replaceChildren(...next.childNodes)
    refresh(element)
  }, later(element.dataset.refresh))
}

for (const element of document.querySelectorAll("[data-refresh]")) refresh(element)
