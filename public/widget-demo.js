// The page around the bell, on the demo of it. What it says about itself is put together here, with the address it is at.

const home = location.origin

document.getElementById("tag").textContent = `<script async src="${home}/widget.js" data-target="#bell"></script>`
document.getElementById("policy").textContent =
  `Content-Security-Policy: default-src 'none'; script-src ${home}; connect-src ${home}; img-src ${home}`

for (const button of document.querySelectorAll("[data-command]")) {
  button.addEventListener("click", (event) => {
    // The bell closes when somebody clicks beside it: this click is over by the time it opens.
    event.stopPropagation()
    window.curtain ||= []
    window.curtain.push(button.dataset.command)
  })
}
