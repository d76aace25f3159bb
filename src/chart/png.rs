//! SVG → PNG with the embedded font only: the same pixels on every machine, no system fonts.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::sync::{Arc, LazyLock};

/// The most pixels a picture may have (a safeguard for memory: four bytes each).
pub const MAX_PIXELS: f64 = 120e6;

/// Why no PNG could be made.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The text is no SVG that can be drawn.
    #[error("the figure is not a drawable SVG: {0}")]
    Svg(String),
    /// The scale is not a positive number, or the picture would have too many pixels.
    #[error("a picture of {width} × {height} pixels cannot be made; choose another scale")]
    Size {
        /// Width asked for.
        width: f64,
        /// Height asked for.
        height: f64,
    },
    /// The pixels could not be written as PNG.
    #[error("the picture could not be written as PNG: {0}")]
    Encode(String),
}

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_font_data(dejavu::sans::bold().to_vec());
    fonts.set_sans_serif_family(super::text::FAMILY);
    Arc::new(fonts)
});

/// Draws a figure at `scale` pixels per SVG pixel.
///
/// # Errors
/// If `svg` cannot be parsed, the size is not positive or beyond [`MAX_PIXELS`], or encoding fails.
pub fn png(svg: &str, scale: f64) -> Result<Vec<u8>, PngError> {
    let options =
        Options { fontdb: Arc::clone(&FONTS), font_family: super::text::FAMILY.to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|e| PngError::Svg(e.to_string()))?;
    let width = (f64::from(tree.size().width()) * scale).round();
    let height = (f64::from(tree.size().height()) * scale).round();
    let sensible = width >= 1.0 && height >= 1.0 && width * height <= MAX_PIXELS;
    let pixmap = if sensible { Pixmap::new(width as u32, height as u32) } else { None };
    let mut pixmap = pixmap.ok_or(PngError::Size { width, height })?;
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|e| PngError::Encode(e.to_string()))
}
