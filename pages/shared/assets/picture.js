// A picture that a browser draws from an SVG does not see the page's fonts: they are put inside the SVG.
// Loaded by saver.js in the reporter's browser and by core/export/figure.py in the server's.
(function () {
  "use strict";

  function withFonts(svg, css) {
    return svg.replace(/<svg\b[^>]*>/, function (tag) {
      return tag + "<style>" + css + "</style>";
    });
  }

  function asUrl(svg) {
    return "data:image/svg+xml," + encodeURIComponent(svg);
  }

  function raster(svg, width, height, scale) {
    return new Promise(function (resolve, reject) {
      const image = new Image();
      image.onerror = function () {
        reject(new Error("The browser could not draw the picture."));
      };
      image.onload = function () {
        const canvas = document.createElement("canvas");
        canvas.width = width * scale;
        canvas.height = height * scale;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        resolve(canvas.toDataURL("image/png"));
      };
      image.src = asUrl(svg);
    });
  }

  globalThis.whencePicture = { withFonts: withFonts, asUrl: asUrl, raster: raster };
})();
