"""JavaScript that reads a live chart out: arrow keys go from value to value, a brush says where a span begins and ends.

Values stand in the specification already, in the layers that carry tooltips, as texts with their places.
"""

from __future__ import annotations

from typing import Final

READING: Final = """
  function middle(row, side){ return side + "2" in row ? (row[side] + row[side + "2"]) / 2 : row[side]; }
  function tips(spec){
    var found = [];
    spec.layer.forEach(function(layer){
      if (String(layer.name).indexOf("tip") !== 0 || !layer.data.values) { return; }
      layer.data.values.forEach(function(row){
        if (!row.Value || row.px < -50) { return; }
        found.push({x: middle(row, "px"), y: middle(row, "py"), row: row});
      });
    });
    return found.sort(function(a, b){ return a.x - b.x || a.y - b.y; });
  }
  function told(row){
    return ["Series", "When", "Value", "Status", "Note", "Source"].map(function(name){ return row[name]; })
      .filter(function(text){ return text && text !== "\u2013"; }).join(" \u00b7 ");
  }
  function spanned(points, low, high){
    var ends = {}, names = [];
    points.forEach(function(point){
      if (point.x < low || point.x > high || point.row.Value === "n/a") { return; }
      var name = point.row.Series && point.row.Series !== "\u2013" ? point.row.Series : "";
      if (!ends[name]) { ends[name] = [point.row]; names.push(name); }
      ends[name][1] = point.row;
    });
    return names.slice(0, 6).map(function(name){
      var pair = ends[name];
      return (name ? name + ": " : "") + pair[0].When + " " + pair[0].Value
        + (pair[1] !== pair[0] ? " \u2192 " + pair[1].When + " " + pair[1].Value : "");
    }).join(" \u00b7 ");
  }
  function mark(svg, name, kind){
    var made = document.createElementNS("http://www.w3.org/2000/svg", kind);
    made.setAttribute("class", name);
    made.setAttribute("visibility", "hidden");
    svg.appendChild(made);
    return made;
  }
  function readable(place, live, svg, spec){
    var points = tips(spec), left = spec.padding.left, top = spec.padding.top, at = -1, from = null, low = 0, high = 0;
    if (!points.length) { return; }
    var says = place.querySelector(".chart-told") || document.createElement("p");
    says.className = "chart-told";
    says.setAttribute("role", "status");
    says.textContent = "";
    place.appendChild(says);
    live.tabIndex = 0;
    live.setAttribute("role", "group");
    live.setAttribute("aria-label", "Chart. Arrow keys read its " + points.length + " values, Escape ends.");
    var ring = mark(svg, "chart-at", "circle"), brush = mark(svg, "chart-brush", "rect");
    ring.setAttribute("r", 6);
    function show(next){
      at = Math.max(0, Math.min(points.length - 1, next));
      ring.setAttribute("cx", left + points[at].x);
      ring.setAttribute("cy", top + points[at].y);
      ring.setAttribute("visibility", "visible");
      says.textContent = told(points[at].row);
    }
    function clear(){
      at = -1; from = null;
      ring.setAttribute("visibility", "hidden");
      brush.setAttribute("visibility", "hidden");
      says.textContent = "";
    }
    live.onkeydown = function(event){
      var steps = {ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0,
        End: points.length - 1};
      if (event.key === "Escape") { clear(); return; }
      if (!(event.key in steps)) { return; }
      event.preventDefault();
      show(steps[event.key]);
    };
    live.onblur = clear;
    function where(event){
      var box = svg.getBoundingClientRect();
      return (event.clientX - box.left) * Number(svg.getAttribute("width")) / box.width - left;
    }
    svg.addEventListener("pointerdown", function(event){ if (event.button === 0) { clear(); from = where(event); } });
    svg.addEventListener("pointermove", function(event){
      if (from === null) { return; }
      var to = where(event);
      low = Math.max(0, Math.min(from, to));
      high = Math.min(spec.width, Math.max(from, to));
      if (high - low < 4) { return; }
      brush.setAttribute("x", left + low);
      brush.setAttribute("width", high - low);
      brush.setAttribute("y", top);
      brush.setAttribute("height", spec.height);
      brush.setAttribute("visibility", "visible");
      says.textContent = spanned(points, low, high);
    });
    document.removeEventListener("pointerup", place.chartUp);
    place.chartUp = function(){
      var marked = from !== null && brush.getAttribute("visibility") === "visible";
      from = null;
      if (marked) {
        place.dispatchEvent(new CustomEvent("chart-span", {detail: [low / spec.width, high / spec.width]}));
      }
    };
    document.addEventListener("pointerup", place.chartUp);
  }
"""
"""Functions of the loader; `readable` makes a drawn chart so."""
