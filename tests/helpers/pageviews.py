"""What a page looks like, measured in it: how legible each text is, and what is wider than its place."""

# Every piece of text with the contrast it has: inks, mats and opacities are laid over each other as the page does.
CONTRASTS = """() => {
    const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgba = colour => {
        pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
    const ground = element => {
        if (!element) return [255, 255, 255, 1];
        const own = rgba(getComputedStyle(element).backgroundColor);
        return own[3] === 1 ? own : over(own, ground(element.parentElement));
    };
    const linear = v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => [r, g, b].map(v => linear(v / 255))
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
    const found = [];
    for (const root of document.querySelectorAll('.ig-panel, .jp-OutputArea .tex2jax_ignore')) {
        const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            const element = walk.currentNode.parentElement, words = walk.currentNode.textContent.trim();
            if (!words || ['STYLE', 'OPTION'].includes(element.tagName) || !element.checkVisibility()) continue;
            let opacity = 1;
            for (let e = element; e; e = e.parentElement) opacity *= +getComputedStyle(e).opacity;
            const behind = ground(element), ink = rgba(getComputedStyle(element).color);
            const [a, b] = [light(over([...ink.slice(0, 3), ink[3] * opacity], behind)), light(behind)];
            found.push([Math.round((Math.max(a, b) + .05) / (Math.min(a, b) + .05) * 100) / 100, words.slice(0, 40)]);
        }
    }
    return found;
}"""
TOO_WIDE = """() => [...document.querySelectorAll('.ig-panel, .ig-panel *, .jp-OutputArea .tex2jax_ignore *')]
    .filter(e => getComputedStyle(e).display !== 'inline' && e.scrollWidth > e.clientWidth + 1 && e.tagName !== 'SELECT'
        && e.tagName !== 'STYLE')
    .map(e => `${e.tagName}.${e.className} ${e.scrollWidth} > ${e.clientWidth}`)"""
