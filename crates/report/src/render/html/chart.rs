//! Charts as SVG. Free space is drawn by `charts-rs`, whose colours the page's style replaces (its SVG names them in
//! attributes, which a style sheet overrides). The week of runs is our own, because no chart of that library has bars
//! at instants with a look each.

use askama::Template;
use charts_rs::{
    AxisLabelOverflow, Box as Margin, Color, LineChart, LineStep, MarkArea, MarkLineCategory, Series,
    SeriesBand,
};

use crate::blocks::{Bar, Lane, Look, Point};
use xo_health_core::display;
use xo_health_core::units::Bytes;

/// The colours by which the page's style finds what to recolour: see `style.css`.
const INK: (u8, u8, u8) = (1, 1, 1);
const LINE: (u8, u8, u8) = (2, 2, 2);
const FREE: (u8, u8, u8) = (3, 3, 3);
const NEED: (u8, u8, u8) = (4, 4, 4);

/// The columns of a job's name beside its lane.
const NAME: usize = 28;

/// Draws free space over time; empty if the library refuses, as the table shows the same.
pub(super) fn room(size: Bytes, need: Option<Bytes>, points: &[Point], label: &str) -> String {
    let highest = points.iter().map(|point| point.high).max().unwrap_or(size);
    let top = highest.max(need.unwrap_or_default());
    let (unit, by) = unit(top);
    let scaled = |bytes: Bytes| (bytes.0 as f64 / by) as f32;
    let values = |of: fn(&Point) -> Bytes| points.iter().map(|point| scaled(of(point))).collect::<Vec<f32>>();
    let mut free = Series::new(String::new(), values(|point| point.middle));
    free.band = Some(SeriesBand::new(values(|point| point.low), values(|point| point.high)));
    free.step = Some(LineStep::End);
    free.stroke_dash_array = Some("6 4".to_owned());
    if let Some(need) = need.filter(|need| *need > Bytes::ZERO) {
        free.mark_areas = vec![MarkArea {
            from: MarkLineCategory::Value(0.0),
            to: MarkLineCategory::Value(scaled(need)),
            color: Some(color(NEED)),
            opacity: Some(0.25),
        }];
    }
    let labels = points.iter().map(|point| point.label.clone()).collect();
    let mut chart = LineChart::new(vec![free], labels);
    chart.width = 1000.0;
    chart.height = 240.0;
    chart.margin = Margin { left: 8.0, top: 12.0, right: 48.0, bottom: 8.0 };
    chart.background_color = Color::transparent();
    chart.font_family = "sans-serif".to_owned();
    chart.legend.show = Some(false);
    chart.tooltip.show = false;
    chart.animation = None;
    chart.series.symbol = None;
    chart.series.stroke_width = 2.0;
    chart.series.colors = vec![color(FREE)];
    chart.x_axis.font.color = color(INK);
    chart.x_axis.stroke_color = color(LINE);
    chart.x_axis.boundary_gap = Some(false);
    chart.x_axis.label_overflow = AxisLabelOverflow::default();
    chart.grid.stroke_color = color(LINE);
    for axis in &mut chart.y_axis_configs {
        axis.font.color = color(INK);
        axis.formatter = Some(format!("{{c}} {unit}"));
        axis.min = Some(0.0);
        // so that a need above the size of the SR is visible
        axis.max = Some(scaled(top) * 1.05);
    }
    let Ok(svg) = chart.svg() else { return String::new() };
    framed(&svg, label)
}

/// Puts the library's SVG into our own frame, with a label and without what a strict policy refuses.
fn framed(svg: &str, label: &str) -> String {
    let Some(inner) = svg.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>")) else {
        return String::new();
    };
    let inner = without_styles(inner.0);
    let frame = Frame { label, inner: &inner };
    frame.render().unwrap_or_default()
}

/// Removes `<style>` elements and `style` attributes: the page's policy allows only its own style.
fn without_styles(svg: &str) -> String {
    let mut rest = svg;
    let mut out = String::with_capacity(svg.len());
    while let Some((before, after)) = rest.split_once("<style") {
        out.push_str(before);
        rest = after.split_once("</style>").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let mut rest = out.as_str();
    let mut clean = String::with_capacity(out.len());
    while let Some((before, after)) = rest.split_once(" style=\"") {
        clean.push_str(before);
        rest = after.split_once('"').map_or("", |(_, after)| after);
    }
    clean.push_str(rest);
    clean
}

const fn color((r, g, b): (u8, u8, u8)) -> Color {
    Color { r, g, b, a: 255 }
}

/// Chooses a unit that gives the axis short numbers.
fn unit(most: Bytes) -> (&'static str, f64) {
    const UNITS: [(&str, u32); 4] = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("B", 0)];
    let fits = UNITS.into_iter().find(|(_, bits)| most.0 >= 1 << bits);
    let (name, bits) = fits.unwrap_or(("B", 0));
    (name, (1_u64 << bits) as f64)
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<svg viewBox="0 0 1000 240" role="img" aria-label="{{ label }}">{{ inner|safe }}</svg>"#
)]
struct Frame<'a> {
    label: &'a str,
    inner: &'a str,
}

#[derive(Template)]
#[template(path = "runs.html")]
struct Runs<'a> {
    label: &'a str,
    height: usize,
    days: Vec<Day<'a>>,
    lanes: Vec<Drawn>,
}

struct Day<'a> {
    x: String,
    text: &'a str,
}

struct Drawn {
    y: usize,
    text_y: usize,
    name: String,
    bars: Vec<Block>,
}

struct Block {
    x: String,
    y: usize,
    height: usize,
    width: String,
    class: &'static str,
    title: String,
}

/// The left edge of the lanes, their width, the height of each, and their upper edge.
const LEFT: f64 = 220.0;
const WIDTH: f64 = 760.0;
const LANE: usize = 26;
const TOP: usize = 24;

/// Draws the week of runs, with a lane for each job.
pub(super) fn runs(days: &[String], lanes: &[Lane], label: &str) -> String {
    let x = |share: f64| LEFT + share * WIDTH;
    let runs = Runs {
        label,
        height: TOP + LANE * lanes.len() + 4,
        days: days
            .iter()
            .enumerate()
            .map(|(at, text)| Day { x: format!("{:.1}", x(at as f64 / days.len().max(1) as f64)), text })
            .collect(),
        lanes: lanes.iter().enumerate().map(|(at, lane)| drawn(lane, TOP + LANE * at, x)).collect(),
    };
    runs.render().unwrap_or_default()
}

fn drawn(lane: &Lane, y: usize, x: impl Fn(f64) -> f64) -> Drawn {
    // a failing run is taller than one at risk, which is taller than a good one: colour is never the only sign
    let bar = |bar: &Bar| {
        let (class, height) = match bar.look {
            Look::Critical => ("run-fails", 20),
            Look::Warning => ("run-at-risk", 15),
            _ => ("run", 10),
        };
        Block {
            x: format!("{:.1}", x(bar.from)),
            y: y + 2 + (20 - height),
            height,
            width: format!("{:.1}", (bar.width * WIDTH).clamp(2.0, (1.0 - bar.from).max(0.003) * WIDTH)),
            class,
            title: bar.title.clone(),
        }
    };
    let name = lane.name.spans().first().map(|span| span.text.as_str()).unwrap_or_default();
    Drawn {
        y: y + LANE - 2,
        text_y: y + 16,
        name: display::fit_name(name, NAME, display::ELLIPSIS),
        bars: lane.bars.iter().map(bar).collect(),
    }
}
