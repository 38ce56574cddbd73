"""JavaScript that zooms a live chart of a long time: two sliders from month to month, or the span that a brush marks.

The specification is drawn anew for the part of the time axis that is wanted. The value axis stays as it is, so that a
slope never looks steeper than beside its neighbours; each label moves to where its line leaves the part.
"""

from __future__ import annotations

from typing import Final

ZOOMING: Final = """
  var LONG = 6 * 31557600000, LEAST_MONTHS = 12;
  function stamp(day){
    return typeof day === "number" ? day : Date.UTC(day.year, day.month - 1, day.date || 1);
  }
  function dayOf(ms){
    var day = new Date(ms);
    return {year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, date: day.getUTCDate(), utc: true};
  }
  function timed(layer){
    var x = layer.encoding && layer.encoding.x;
    return x && x.type === "temporal" && x.scale && x.scale.domain;
  }
  function spanOf(spec){
    var layer = spec.layer.find(timed);
    return layer ? layer.encoding.x.scale.domain.map(stamp) : null;
  }
  function yearly(layer){
    var axis = layer.encoding.x.axis;
    return Boolean(axis && axis.format === "%Y" && axis.values.length && axis.values[0].month === 7);
  }
  function dated(begin, end, width, years){
    var months = (end - begin) / 2629800000, most = Math.max(2, Math.floor(width / 74)), values = [];
    var steps = [1, 2, 3, 6, 12, 24, 60, 120], late = years ? 6 : 0;
    var step = steps.slice(years ? 4 : 0).find(function(n){ return months / n <= most; }) || 240;
    var first = new Date(begin), n = first.getUTCFullYear() * 12 + first.getUTCMonth() - late;
    if (first.getUTCDate() > 1) { n += 1; }
    function at(n){ return Date.UTC(Math.floor((n + late) / 12), (n + late) % 12, 1); }
    for (n = Math.ceil(n / step) * step; at(n) <= end; n += step) { values.push(dayOf(at(n))); }
    return {values: values, format: step % 12 ? "%b %Y" : "%Y"};
  }
  function windowed(spec, a, b){
    var width = spec.width, whole = spanOf(spec), made = JSON.parse(JSON.stringify(spec));
    var begin = whole[0] + a * (whole[1] - whole[0]), end = whole[0] + b * (whole[1] - whole[0]);
    var time = dated(begin, end, width, yearly(spec.layer.find(timed)));
    var rules = spec.layer.find(function(l){ return /^event-rules/.test(l.name); });
    function at(px){ return (px - a * width) / (b - a); }
    made.layer = made.layer.filter(function(l){ return !/^end-(lead|back)/.test(l.name); });
    made.layer.forEach(function(layer){
      if (/^(key|still|end)/.test(layer.name)) { return; }
      if (timed(layer)) {
        layer.encoding.x.scale.domain = [dayOf(begin), dayOf(end)];
        if (layer.encoding.x.axis) { Object.assign(layer.encoding.x.axis, time); }
        layer.mark.clip = true;
        return;
      }
      var rows = layer.data && layer.data.values, names = /^events/.test(layer.name);
      if (!rows || !rows.length || !("px" in rows[0])) { return; }
      layer.data.values = rows.map(function(row, n){
        if (names) { return Object.assign(row, {px: at(rules.data.values[n].px) + row.px - rules.data.values[n].px,
          over: at(rules.data.values[n].px)}); }
        if (!("px2" in row) && (row.px < -0.5 || row.px > width + 0.5)) { return Object.assign(row, {beside: 1}); }
        row.px = at(row.px);
        if ("px2" in row) { row.px2 = at(row.px2); }
        if (/^ceiling-labels/.test(layer.name)) { row.px = Math.max(70, Math.min(width - 2, row.px)); }
        return row;
      }).filter(function(row){
        var first = names ? row.over : row.px, last = "px2" in row ? row.px2 : first;
        return row.beside || Math.max(first, last) >= -0.5 && Math.min(first, last) <= width + 0.5;
      });
      if (names) {
        layer.data.values.forEach(function(row){
          var most = width + spec.padding.right - 6.2 * row.text.length;
          row.px = Math.max(2 - spec.padding.left, Math.min(most, row.px));
        });
      }
      if ("px2" in rows[0] && !(rows[0].py < 0)) {
        if (/^tip/.test(layer.name)) {
          layer.data.values.forEach(function(row){ row.px = Math.max(0, row.px); row.px2 = Math.min(width, row.px2); });
        }
        layer.mark.clip = true;
      }
    });
    relabel(spec, made);
    return made;
  }
  function relabel(spec, made){
    var before = tips(spec), now = tips(made), roomy = spec.padding.right > 40, last = -1e9;
    made.layer.filter(function(l){ return /^end/.test(l.name); }).map(function(layer){
      var rows = layer.data.values, of = rows[0];
      var own = before.find(function(p){ return Math.abs(p.x - of.ox) < 1 && Math.abs(p.y - of.oy) < 1; });
      var left = own && now.filter(function(p){ return p.row.Series === own.row.Series; }).pop();
      if (!left) { layer.data.values = []; return null; }
      return {layer: layer, rows: rows, y: left.y, old: own.row.Value, value: left.row.Value};
    }).filter(Boolean).sort(function(one, other){ return one.y - other.y; }).forEach(function(label){
      var y = Math.max(label.y, last + 15);
      last = y + 14 * (label.rows.length - 1);
      label.rows.forEach(function(row, n){
        if (n && label.old.indexOf(row.text + " ") === 0) { row.text = label.value.split(" ")[0]; }
        row.px = roomy ? spec.width + 8 : spec.width - 4;
        row.py = y + 14 * n - (roomy ? 0 : 9);
      });
      if (!roomy) { label.layer.mark.align = "right"; }
    });
  }
  function zoomable(place, live, spec, label){
    var whole = spanOf(spec);
    if (!whole || whole[1] - whole[0] < LONG) { return; }
    function monthOf(ms){ var day = new Date(ms); return day.getUTCFullYear() * 12 + day.getUTCMonth(); }
    var first = monthOf(whole[0]), most = monthOf(whole[1]) - first + 1, marked = null, now = [0, 1];
    function named(n){ var m = first + n; return Math.floor(m / 12) + "-" + ("0" + (m % 12 + 1)).slice(-2); }
    function made(tag, text){
      var part = document.createElement(tag);
      if (text) { part.textContent = text; }
      return part;
    }
    function slider(text, value){
      var holder = made("label", text + " "), input = made("input");
      Object.assign(input, {type: "range", min: 0, max: most, step: 1, value: value});
      holder.appendChild(input);
      holder.appendChild(made("span"));
      input.addEventListener("input", tell);
      input.addEventListener("change", function(){
        now = [Number(from.input.value) / most, Number(to.input.value) / most];
        show();
      });
      return {holder: holder, input: input, said: holder.lastChild};
    }
    function tell(event){
      var low = Number(from.input.value), high = Number(to.input.value);
      if (high - low < LEAST_MONTHS) {
        if (event && event.target === to.input) { low = Math.max(0, high - LEAST_MONTHS); }
        high = Math.min(most, low + LEAST_MONTHS);
        low = Math.max(0, high - LEAST_MONTHS);
        from.input.value = low;
        to.input.value = high;
      }
      [[from, low], [to, high]].forEach(function(pair){
        pair[0].said.textContent = named(pair[1]);
        pair[0].input.setAttribute("aria-valuetext", named(pair[1]));
      });
    }
    function set(low, high){
      from.input.value = Math.round(low * most);
      to.input.value = Math.round(high * most);
      tell();
      now = [Number(from.input.value) / most, Number(to.input.value) / most];
      show();
    }
    function show(){
      var all = now[0] === 0 && now[1] === 1, part = all ? spec : windowed(spec, now[0], now[1]);
      whole_button.disabled = all;
      span_button.disabled = true;
      marked = null;
      embed(live, part, label).then(function(drawn){
        readable(place, live, drawn, part);
        place.setAttribute("data-zoom", all ? "whole" : "part");
      });
    }
    var box = made("details"), row = made("p"), span_button = made("button", "Zoom to the marked span");
    var whole_button = made("button", "Whole span"), from = slider("From", 0), to = slider("to", most);
    box.className = "chart-zoom";
    box.appendChild(made("summary", "Zoom"));
    [from.holder, to.holder, span_button, whole_button].forEach(function(part){ row.appendChild(part); });
    span_button.type = whole_button.type = "button";
    span_button.disabled = whole_button.disabled = true;
    box.appendChild(row);
    place.appendChild(box);
    tell();
    span_button.addEventListener("click", function(){ if (marked) { set(marked[0], marked[1]); } });
    whole_button.addEventListener("click", function(){ set(0, 1); });
    place.addEventListener("chart-span", function(event){
      var wide = now[1] - now[0];
      marked = event.detail.map(function(share){ return now[0] + share * wide; });
      span_button.disabled = false;
      box.open = true;
    });
  }
"""
"""Functions of the loader; `zoomable` gives a drawn chart its sliders."""
