// Says beside the maps what is pointed at; without it the maps have their own tips.
for (const maps of document.querySelectorAll(".maps")) {
  const words = maps.querySelector(".pointed"), usual = words.textContent;
  const show = (event) => {
    const province = event.target.closest?.(".province");
    words.textContent = province ? province.querySelector("title").textContent : usual;
  };
  for (const kind of ["pointerover", "focusin"]) maps.addEventListener(kind, show);
  maps.addEventListener("pointerleave", () => { words.textContent = usual; });
}
