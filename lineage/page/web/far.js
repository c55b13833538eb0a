// What is too small to be read, or too much for Cytoscape, which takes a tenth of a millisecond for each thing it holds:
// plain rectangles and lines, on a canvas of their own over Cytoscape's. Ten thousand take a frame.

// Of a box with w, h, x, y (centre): what Cytoscape calls its model coordinates.
const left = (box) => box.x - box.w / 2;
const top = (box) => box.y - box.h / 2;

export class Far {
  // `color` gives a colour of the page by its name.
  constructor(color) {
    this.color = color;
    this.canvas = document.createElement('canvas');
    Object.assign(this.canvas.style, { position: 'absolute', inset: '0', zIndex: '1', pointerEvents: 'none' });
    this.hold([], []);
  }

  // Over what `container` has by now.
  over(container) { container.append(this.canvas); }

  // Boxes as [box, look], outer ones first, and arrows as [from, to, look]; a look is { fill, stroke, width }, names of
  // colours and a number. Those of one look are one path.
  hold(boxes, arrows) {
    const group = (things) => {
      const groups = [];
      let last = null;
      for (const thing of things) {
        const look = thing[thing.length - 1];
        const key = `${look.fill} ${look.stroke} ${look.width}`;
        if (last === null || last.key !== key) groups.push(last = { key, look, things: [] });
        last.things.push(thing);
      }
      return groups;
    };
    const byLook = (a, b) => (a[2].width - b[2].width) || (a[2].stroke < b[2].stroke ? -1 : a[2].stroke > b[2].stroke ? 1 : 0);
    this.boxes = group(boxes);
    this.arrows = group(arrows.sort(byLook));
  }

  paint(width, height, zoom, pan) {
    const { canvas } = this;
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d');
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    for (const { look, things } of this.boxes) {
      context.beginPath();
      for (const [box] of things) {
        context.rect(left(box) * zoom + pan.x, top(box) * zoom + pan.y, Math.max(box.w * zoom, 1), Math.max(box.h * zoom, 1));
      }
      context.fillStyle = this.color(look.fill);
      context.fill();
      // The frames of small boxes are thinner, or there would be nothing else.
      context.lineWidth = Math.min(look.width, Math.max(0.3, things[0][0].h * zoom * 0.1));
      context.strokeStyle = this.color(look.stroke);
      context.stroke();
    }
    for (const { look, things } of this.arrows) {
      context.beginPath();
      for (const [from, to] of things) {
        context.moveTo((from.x + from.w / 2) * zoom + pan.x, from.y * zoom + pan.y);
        context.lineTo(left(to) * zoom + pan.x, to.y * zoom + pan.y);
      }
      context.lineWidth = look.width;
      context.strokeStyle = this.color(look.stroke);
      context.stroke();
    }
  }
}
