// What was hidden, looked at closer and chosen on the map, with every step before and after.

const MOST = 200;

export class Steps {
  constructor() {
    this.clear();
  }
  clear() {
    this.now = { hidden: new Set(), focus: null, chosen: new Set() };
    this.past = [];
    this.future = [];
  }
  make(step) {
    this.past = [...this.past, this.now].slice(-MOST);
    this.future = [];
    this.now = { ...this.now, ...step };
  }
  move(by) {
    const [from, to] = by < 0 ? [this.past, this.future] : [this.future, this.past];
    if (!from.length) return false;
    to.push(this.now);
    this.now = from.pop();
    return true;
  }
}
