// Offsets in code points, as the ledger counts, to ranges of the page, as the browser counts.

function blockAt(blocks, offset) {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (Number(blocks[middle].dataset.start) <= offset) low = middle;
    else high = middle - 1;
  }
  return blocks[low];
}

// how many UTF-16 units the first `points` code points of a string take; undefined where it has fewer
function unitsIn(text, points) {
  let units = 0;
  let left = points;
  while (left > 0) {
    if (units >= text.length) return { left };
    units += text.codePointAt(units) > 0xffff ? 2 : 1;
    left -= 1;
  }
  return { units };
}

function place(blocks, offset) {
  const block = blockAt(blocks, offset);
  let left = offset - Number(block.dataset.start);
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const found = unitsIn(node.data, left);
    if (found.units !== undefined) return [node, found.units];
    left = found.left;
    last = node;
  }
  return last ? [last, last.data.length] : null;
}

export function rangeOf(text, span) {
  if (!span) return null;
  const [start, end] = span.split("-").map(Number);
  const blocks = text.children;
  if (!blocks.length) return null;
  const from = place(blocks, start);
  const to = place(blocks, end);
  if (!from || !to) return null;
  const range = new Range();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}
