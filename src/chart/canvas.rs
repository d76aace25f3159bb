//! SVG canvas: a `plotters` backend with decimals, groups, hover titles, title and description.
//!
//! `plotters` counts in whole units, so one unit here is a tenth of a pixel; the canvas writes pixels with one decimal.
//! Attributes that a group already sets are not repeated on its shapes.

use super::palette::Rgb;
use super::text::{self, CAP_HEIGHT, escape};
use crate::language::Language;
use plotters::coord::Shift;
use plotters::prelude::{Circle, DrawingArea, IntoDrawingArea, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, FontTransform, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use std::convert::Infallible;
use std::fmt::Write as _;

/// Units of `plotters` per pixel.
const UNITS: f64 = 10.0;

/// Height of a canvas in pixels before it is set.
const TALLEST: f64 = 100_000.0;

/// How a shape is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paint {
    /// Fill or line color.
    pub color: Rgb,
    /// 0 invisible … 1 solid.
    pub opacity: f64,
    /// Line width in pixels; ignored for fills.
    pub width: f64,
}

impl Paint {
    /// A solid fill.
    #[must_use]
    pub fn fill(color: Rgb) -> Self {
        Self { color, opacity: 1.0, width: 0.0 }
    }

    /// A solid line.
    #[must_use]
    pub fn line(color: Rgb, width: f64) -> Self {
        Self { color, opacity: 1.0, width }
    }

    /// The same paint, see-through.
    #[must_use]
    pub fn with_opacity(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    fn style(self, filled: bool) -> ShapeStyle {
        let Rgb(r, g, b) = self.color;
        let stroke_width = (self.width * UNITS).round().max(0.0) as u32;
        ShapeStyle { color: RGBAColor(r, g, b, self.opacity), filled, stroke_width }
    }
}

/// Horizontal alignment of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// The text begins at the position.
    #[default]
    Left,
    /// The text is centered on the position.
    Center,
    /// The text ends at the position.
    Right,
}

/// Size, weight, color and direction of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// Font size in pixels.
    pub size: f64,
    /// Bold face.
    pub bold: bool,
    /// Text color.
    pub color: Rgb,
    /// Horizontal alignment.
    pub align: Align,
    /// Turned a quarter to the left, reading upward.
    pub upward: bool,
}

impl Font {
    /// Regular text, left aligned.
    #[must_use]
    pub fn new(size: f64, color: Rgb) -> Self {
        Self { size, bold: false, color, align: Align::Left, upward: false }
    }

    /// The same in bold.
    #[must_use]
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same with another alignment.
    #[must_use]
    pub fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }

    fn style(self) -> TextStyle<'static> {
        let weight = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        let turn = if self.upward { FontTransform::Rotate270 } else { FontTransform::None };
        let Rgb(r, g, b) = self.color;
        let h_pos = match self.align {
            Align::Left => HPos::Left,
            Align::Center => HPos::Center,
            Align::Right => HPos::Right,
        };
        TextStyle {
            font: FontDesc::new(FontFamily::Name(text::FAMILY), self.size * UNITS, weight).transform(turn),
            color: BackendColor { alpha: 1.0, rgb: (r, g, b) },
            pos: Pos::new(h_pos, VPos::Center),
        }
    }
}

/// What the picture is called and says, for readers who do not see it.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Prefix of the element ids; made safe here.
    pub id: &'a str,
    /// `<title>`.
    pub title: &'a str,
    /// `<desc>`.
    pub description: &'a str,
    /// Language of the texts.
    pub language: Language,
}

/// A drawing of fixed width that grows downward as needed.
#[derive(Debug)]
pub struct SvgCanvas {
    width: f64,
    height: f64,
    body: String,
    /// Attributes of the open groups, which shapes inherit.
    groups: Vec<Vec<(&'static str, String)>>,
    /// Hover title of the next shape.
    tip: Option<String>,
}

impl SvgCanvas {
    /// An empty white canvas; its height is set when it is known, `plotters` clips at [`TALLEST`] until then.
    #[must_use]
    pub fn new(width: f64) -> Self {
        Self { width, height: TALLEST, body: String::new(), groups: Vec::new(), tip: None }
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.width
    }

    /// Sets the final height in pixels.
    pub fn set_height(&mut self, height: f64) {
        self.height = height;
    }

    /// A `plotters` area over the whole canvas, in tenths of a pixel.
    pub fn area(&mut self) -> DrawingArea<&mut Self, Shift> {
        self.into_drawing_area()
    }

    /// Opens a group; `attributes` are SVG presentation attributes that its shapes inherit.
    pub fn open(&mut self, class: &str, attributes: &[(&'static str, &str)]) {
        // Writing to a string cannot fail.
        let _ = write!(self.body, "<g class=\"{}\"", escape(class));
        for (name, value) in attributes {
            let _ = write!(self.body, " {name}=\"{}\"", escape(value));
        }
        self.body.push_str(">\n");
        self.groups.push(attributes.iter().map(|(name, value)| (*name, (*value).to_owned())).collect());
    }

    /// Closes the innermost open group.
    pub fn close(&mut self) {
        if self.groups.pop().is_some() {
            self.body.push_str("</g>\n");
        }
    }

    /// Gives the next shape a hover title.
    pub fn tip(&mut self, title: &str) {
        self.tip = Some(text::clean(title));
    }

    /// A line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), paint: Paint) {
        let path = PathElement::new(vec![units(from), units(to)], paint.style(false));
        self.draw(|area| area.draw(&path));
    }

    /// A line through several points.
    pub fn path(&mut self, points: &[(f64, f64)], paint: Paint) {
        let path = PathElement::new(points.iter().map(|p| units(*p)).collect::<Vec<_>>(), paint.style(false));
        self.draw(|area| area.draw(&path));
    }

    /// A filled disc; outlines come from the group or [`SvgCanvas::ring`].
    pub fn disc(&mut self, center: (f64, f64), radius: f64, paint: Paint) {
        let circle = Circle::new(units(center), (radius * UNITS).round().max(1.0) as i32, paint.style(true));
        self.draw(|area| area.draw(&circle));
    }

    /// A circle line.
    pub fn ring(&mut self, center: (f64, f64), radius: f64, paint: Paint) {
        let circle = Circle::new(units(center), (radius * UNITS).round().max(1.0) as i32, paint.style(false));
        self.draw(|area| area.draw(&circle));
    }

    /// A filled rectangle.
    pub fn rect(&mut self, corner: (f64, f64), size: (f64, f64), paint: Paint) {
        self.rectangle(corner, size, paint.style(true));
    }

    /// The outline of a rectangle.
    pub fn frame(&mut self, corner: (f64, f64), size: (f64, f64), paint: Paint) {
        self.rectangle(corner, size, paint.style(false));
    }

    fn rectangle(&mut self, corner: (f64, f64), size: (f64, f64), style: ShapeStyle) {
        let far = (corner.0 + size.0, corner.1 + size.1);
        let rectangle = Rectangle::new([units(corner), units(far)], style);
        self.draw(|area| area.draw(&rectangle));
    }

    /// A filled polygon.
    pub fn polygon(&mut self, points: &[(f64, f64)], paint: Paint) {
        let polygon = Polygon::new(points.iter().map(|p| units(*p)).collect::<Vec<_>>(), paint.style(true));
        self.draw(|area| area.draw(&polygon));
    }

    /// One line of text whose capitals are centered on `middle.1`.
    pub fn text(&mut self, content: &str, middle: (f64, f64), font: Font) {
        let content = text::clean(content);
        if !content.is_empty() {
            let element = Text::new(content, units(middle), font.style());
            self.draw(|area| area.draw(&element));
        }
    }

    fn draw<R, E: std::fmt::Debug>(&mut self, action: impl FnOnce(&DrawingArea<&mut Self, Shift>) -> Result<R, E>) {
        let result = action(&self.into_drawing_area());
        // The backend writes to a string and is borrowed once: there is nothing that can fail.
        debug_assert!(result.is_ok());
    }

    /// The whole document.
    #[must_use]
    pub fn finish(mut self, head: &Head<'_>) -> String {
        while !self.groups.is_empty() {
            self.close();
        }
        let id: String = head.id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let id = if id.starts_with(|c: char| c.is_ascii_alphabetic()) { id } else { format!("figure{id}") };
        let (width, height) = (decimal((self.width * UNITS) as i32), decimal((self.height * UNITS) as i32));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" lang=\"{}\" \
             font-family=\"{}\">\n<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n\
             <rect class=\"paper\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n{}</svg>\n",
            head.language.code(),
            text::FAMILY_LIST,
            escape(&text::clean(head.title)),
            escape(&text::clean(head.description)),
            self.body,
        )
    }

    /// Writes ` name="value"` unless an open group says the same.
    fn attribute(&mut self, name: &'static str, value: &str) {
        let inherited = self.groups.iter().rev().flatten().find(|(n, _)| *n == name);
        if inherited.is_none_or(|(_, v)| v != value) {
            let _ = write!(self.body, " {name}=\"{value}\"");
        }
    }

    fn paint(&mut self, style: &impl BackendStyle, filled: bool) {
        let color = style.color();
        let hex = Rgb(color.rgb.0, color.rgb.1, color.rgb.2).hex();
        let opacity = format!("{:.2}", color.alpha);
        if filled {
            self.attribute("fill", &hex);
            if color.alpha < 1.0 {
                self.attribute("fill-opacity", &opacity);
            }
        } else {
            self.attribute("fill", "none");
            self.attribute("stroke", &hex);
            self.attribute("stroke-width", &decimal(style.stroke_width().min(i32::MAX as u32) as i32));
            if color.alpha < 1.0 {
                self.attribute("stroke-opacity", &opacity);
            }
        }
    }

    fn end(&mut self, element: &str) {
        match self.tip.take() {
            Some(tip) => {
                let _ = writeln!(self.body, "><title>{}</title></{element}>", escape(&tip));
            }
            None => self.body.push_str("/>\n"),
        }
    }

    fn points(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        self.body.push_str(" points=\"");
        for (index, (x, y)) in points.into_iter().enumerate() {
            let space = if index > 0 { " " } else { "" };
            let _ = write!(self.body, "{space}{},{}", decimal(x), decimal(y));
        }
        self.body.push('"');
    }
}

fn units((x, y): (f64, f64)) -> BackendCoord {
    // A cast saturates: a wild position ends up at the rim, not in a panic.
    ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
}

/// Tenths as a decimal number without a trailing zero.
fn decimal(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for &mut SvgCanvas {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        ((self.width * UNITS) as u32, (self.height * UNITS) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(decimal);
        let _ = write!(self.body, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"");
        self.paint(style, false);
        self.end("line");
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        let [x, y] = [from.0.min(to.0), from.1.min(to.1)].map(decimal);
        let [width, height] = [(to.0 - from.0).abs(), (to.1 - from.1).abs()].map(decimal);
        let _ = write!(self.body, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
        self.paint(style, fill);
        self.end("rect");
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        if let [from, to] = points[..] {
            return self.draw_line(from, to, style);
        }
        self.body.push_str("<polyline");
        self.points(points);
        self.paint(style, false);
        self.end("polyline");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let [x, y] = [center.0, center.1].map(decimal);
        let _ =
            write!(self.body, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\"", decimal(radius.min(i32::MAX as u32) as i32));
        self.paint(style, fill);
        self.end("circle");
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.body.push_str("<polygon");
        self.points(path);
        self.paint(style, true);
        self.end("polygon");
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, content: &str, style: &S, at: BackendCoord) -> Drawn {
        let size = style.size();
        let shift = match style.anchor().v_pos {
            VPos::Top => text::ASCENT,
            VPos::Center => CAP_HEIGHT / 2.0,
            VPos::Bottom => -text::DESCENT,
        } * size;
        let shift = shift.round() as i32;
        // The baseline lies beside the anchor in the direction the text is turned to.
        let (turn, (x, y)) = match style.transform() {
            FontTransform::None => (0, (at.0, at.1 + shift)),
            FontTransform::Rotate90 => (90, (at.0 - shift, at.1)),
            FontTransform::Rotate180 => (180, (at.0, at.1 - shift)),
            FontTransform::Rotate270 => (270, (at.0 + shift, at.1)),
        };
        let [x, y] = [x, y].map(decimal);
        let _ = write!(self.body, "<text x=\"{x}\" y=\"{y}\"");
        if turn != 0 {
            let _ = write!(self.body, " transform=\"rotate({turn} {x} {y})\"");
        }
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        if anchor != "start" {
            self.attribute("text-anchor", anchor);
        }
        self.attribute("font-size", &decimal(size.round() as i32));
        if matches!(style.style(), FontStyle::Bold) {
            self.attribute("font-weight", "bold");
        }
        let color = style.color();
        self.attribute("fill", &Rgb(color.rgb.0, color.rgb.1, color.rgb.2).hex());
        let _ = writeln!(self.body, ">{}</text>", escape(content));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        content: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let bold = matches!(style.style(), FontStyle::Bold);
        let width = text::width(content, style.size(), bold);
        Ok((width.ceil() as u32, (style.size() * (text::ASCENT + text::DESCENT)).ceil() as u32))
    }
}
