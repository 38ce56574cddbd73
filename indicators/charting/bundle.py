"""The script of a report: Vega, Vega-Lite and Vega-Embed in one offline bundle, and a small loader of our own.

vl-convert carries the three libraries inside its wheel; Vega-Embed brings the Vega expression interpreter with it and
takes it when called with ``ast: true``. So charts draw under a content security policy without ``unsafe-eval``.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache

from indicators.charting import theme
from indicators.charting.packing import UNPACK
from indicators.charting.reading import READING
from indicators.charting.still import VEGALITE_VERSION
from indicators.charting.zooming import ZOOMING

LOADER = """
(function(){
  "use strict";
  var options = {ast: true, actions: false, defaultStyle: false, renderer: "svg", mode: "vega-lite",
    tooltip: {theme: "custom", disableDefaultStyle: true}};
  function refuse(){ return Promise.reject(new Error("charts load nothing")); }
UNPACK_HERE  function draw(place){
    if (place.hasAttribute("data-drawn")) { return; }
    place.setAttribute("data-drawn", "started");
    var still = Array.prototype.slice.call(place.children);
    var live = document.createElement("div");
    live.className = "chart-live";
    live.hidden = true;
    try {
      var figure = JSON.parse(document.getElementById(place.getAttribute("data-spec")).textContent);
      var spec = unpack(figure, place.clientWidth < 480 && figure.narrow ? "narrow" : "wide");
      var first = still[0] && (still[0].matches("svg") ? still[0] : still[0].querySelector("svg"));
      var label = (first && first.getAttribute("aria-label")) || "";
      spec.config = CONFIG_HERE;
      place.appendChild(live);
      embed(live, spec, label).then(function(drawn){
        still.forEach(function(child){ child.hidden = true; child.setAttribute("hidden", ""); });
        live.hidden = false;
        place.setAttribute("data-drawn", "yes");
        place.dispatchEvent(new CustomEvent("chart-drawn", {bubbles: true}));
        readable(place, live, drawn, spec);
        zoomable(place, live, spec, label);
      }).catch(function(error){ fail(place, live, error); });
    } catch (error) { fail(place, live, error); }
  }
  function embed(live, spec, label){
    var loader = {options: {}, load: refuse, sanitize: refuse, http: refuse, file: refuse};
    return vegaEmbed(live, spec, Object.assign({}, options, {loader: loader})).then(function(){
      var drawn = live.querySelector("svg");
      if (!drawn || !drawn.querySelector("path,line,text,rect")) { throw new Error("nothing drawn"); }
      drawn.querySelectorAll("[role]").forEach(function(part){
        ["role", "aria-roledescription", "aria-label"].forEach(function(name){ part.removeAttribute(name); });
      });
      drawn.setAttribute("role", "img");
      drawn.removeAttribute("aria-hidden");
      drawn.setAttribute("aria-label", label);
      drawn.setAttribute("viewBox", "0 0 " + drawn.getAttribute("width") + " " + drawn.getAttribute("height"));
      return drawn;
    });
  }
READING_HERE
ZOOMING_HERE  function fail(place, live, error){
    if (live.parentNode) { live.parentNode.removeChild(live); }
    place.setAttribute("data-drawn", "no");
    if (window.console) { console.warn("chart kept as a still picture:", String(error && error.message || error)); }
  }
  function start(){
    var places = Array.prototype.slice.call(document.querySelectorAll("[data-spec]"));
    if (!("IntersectionObserver" in window)) { places.forEach(draw); return; }
    var watcher = new IntersectionObserver(function(entries){
      entries.forEach(function(entry){
        if (entry.isIntersecting) { watcher.unobserve(entry.target); draw(entry.target); }
      });
    }, {rootMargin: "200px"});
    places.forEach(function(place){ watcher.observe(place); });
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
})();
"""
for _name, _part in (("UNPACK_HERE", UNPACK), ("READING_HERE", READING), ("ZOOMING_HERE", ZOOMING)):
    LOADER = LOADER.replace(_name, _part)
"""Draws ``<div data-spec="id">`` from ``<script type="application/json" id="id">`` as it comes into view.

The still picture inside the div stays until the live one is complete, and for good if drawing fails.
"""


@cache
def vega_bundle() -> str:
    """JavaScript of the bundle and the loader, for one inline ``<script>`` a report (about 0.9 MB).

    Returns
    -------
    str
        Source without ``</script`` or ``<!--``; the same on every machine with the same vl-convert.

    Examples
    --------
    >>> text = vega_bundle()
    >>> "vegaEmbed" in text and "</script" not in text
    True
    """
    import vl_convert

    snippet = "window.vegaEmbed=vegaEmbed;"  # the only global needed; the default `vega` is null
    libraries: str = vl_convert.javascript_bundle(snippet, vl_version=VEGALITE_VERSION)
    text = f"{libraries}\n{LOADER.replace('CONFIG_HERE', json.dumps(theme.config(), ensure_ascii=True))}"
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def csp_hash(script: str) -> str:
    """Hash of an inline script for ``script-src`` of a content security policy.

    Examples
    --------
    >>> csp_hash("alert(1)")
    "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def tooltip_css() -> str:
    """Style of tooltips and live charts; Vega's own style elements are switched off, so the report brings this.

    Examples
    --------
    >>> "#vg-tooltip-element" in tooltip_css()
    True
    """
    return (
        "#vg-tooltip-element{visibility:hidden;position:fixed;z-index:1000;pointer-events:none;padding:8px 10px;"
        "border-radius:4px;max-width:min(360px,90vw);overflow-wrap:anywhere;"
        f"font:12px/1.4 {theme.FONT};font-variant-numeric:tabular-nums;"
        f"color:var(--chart-{theme.INK[1:]});background:var(--chart-{theme.PAPER[1:]});"
        f"border:1px solid var(--chart-{theme.RULE[1:]});box-shadow:0 2px 8px rgb(0 0 0/.15)}}"
        "#vg-tooltip-element.visible{visibility:visible}"
        "#vg-tooltip-element table{border-spacing:0}#vg-tooltip-element td{padding:1px 4px;vertical-align:top}"
        f"#vg-tooltip-element td.key{{color:var(--chart-{theme.MUTED[1:]});white-space:nowrap}}"
        ".chart-live{position:relative}.chart-live svg{touch-action:pan-y}"
        ".chart{position:relative}.chart-told:empty{display:none}.chart-told{position:absolute;left:0;top:100%;z-index:2;"
        f"margin:0;padding:2px 6px;max-width:100%;font:12px/1.35 {theme.FONT};color:var(--chart-{theme.INK[1:]});"
        f"background:var(--chart-{theme.PAPER[1:]});border:1px solid var(--chart-{theme.RULE[1:]})}}"
        f".chart-at{{fill:none;stroke:var(--chart-{theme.INK[1:]});stroke-width:2;pointer-events:none}}"
        f".chart-brush{{fill:var(--chart-{theme.MUTED[1:]});opacity:.18;pointer-events:none}}"
        ".chart-zoom{font-size:.8rem}.chart-zoom>summary{padding:.2rem 0}"
        ".chart-zoom p{margin:.2rem 0;display:flex;flex-wrap:wrap;gap:.3rem .9rem;align-items:center}"
        ".small .chart-zoom:not([open]){position:absolute;right:0;top:100%;margin:0}"
        "@media (min-width:1040px){.chart-zoom:not([open]){position:absolute;right:0;top:100%}}"
        ".chart-zoom label{display:flex;align-items:center;gap:.4rem}"
        ".chart-zoom input{width:min(11rem,52vw);height:24px}"
        ".chart-zoom button{font:inherit;min-height:24px;padding:.1rem .6rem}"
        "@media (max-width:480px){#vg-tooltip-element{left:8px!important;right:8px;max-width:none}}"
        ".chart [hidden]{display:none}.chart-live svg{max-width:100%;height:auto}"
        "@media print{.chart-live,.chart-told,.chart-zoom{display:none}.chart [hidden]:not(.chart-live){display:block}}"
    )
