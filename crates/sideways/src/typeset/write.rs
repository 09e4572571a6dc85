//! Sheets as a PDF: tagged for those who listen, after PDF/UA-1, which is checked as it is written.

use std::num::NonZeroU16;

use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect},
    metadata::Metadata,
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagTree},
};
use playbook::outward::escalate::Page;

use super::{
    Paper,
    face::{Face, Shaped},
    sheet::{Kind, Line, Sheet},
};

/// The language of what the program itself says on the page.
const LANGUAGE: &str = "en";
/// How dark text is, and what is said small: 0 is black.
const TEXT: u8 = 20;
const SMALL: u8 = 70;
/// The size of what stands above a second sheet, and its base line.
const ABOVE: (f32, f32) = (9.0, 44.0);

/// The file.
///
/// # Errors
/// What keeps it from being one: a fact without a full stop.
pub fn bytes(page: &Page, sheet: &Sheet, face: &Face, paper: Paper) -> Result<Vec<u8>, String> {
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = configuration.map_err(|why| format!("{why:?}"))?;
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let metadata = Metadata::new().title(page.title.clone()).authors(page.names.to_vec());
    document.set_metadata(metadata.language(LANGUAGE.into()));
    let mut groups: Vec<TagGroup> = sheet.paragraphs.iter().map(|one| group(one.kind, &one.words)).collect();
    let mut outline = Outline::new();
    let (width, height) = paper.size();
    for (at, lines) in sheet.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(width, height).ok_or("the paper has no size")?;
        let mut leaf = document.start_page_with(settings);
        let mut surface = leaf.surface();
        if at > 0 {
            above(&mut surface, face, &page.title, (at + 1, sheet.pages.len()), paper);
        }
        for (nth, line) in lines.iter().enumerate() {
            let paragraph = &sheet.paragraphs[line.of];
            let is_new = nth == 0 || lines[nth - 1].of != line.of;
            let is_first = is_new && !sheet.pages[..at].iter().flatten().any(|other| other.of == line.of);
            if is_first && matches!(paragraph.kind, Kind::Title | Kind::Heading) {
                let place = XyzDestination::new(at, Point::from_xy(line.x, line.y - 1.5 * line.size));
                outline.push_child(OutlineNode::new(paragraph.words.clone(), place));
            }
            if is_first && paragraph.kind == (Kind::Mark { is_first: true }) {
                rule(&mut surface, line, paper);
            }
            fill(&mut surface, tone(paragraph.kind));
            let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            draw(&mut surface, face, &line.shaped, (line.x, line.y), line.size);
            surface.end_tagged();
            groups[line.of].push(identifier);
        }
    }
    let mut tree = TagTree::new().with_lang(Some(LANGUAGE.into()));
    groups.into_iter().for_each(|group| tree.push(group));
    document.set_tag_tree(tree);
    document.set_outline(outline);
    document.finish().map_err(|why| why.to_string())
}

fn group(kind: Kind, words: &str) -> TagGroup {
    let heading = |level: u16| NonZeroU16::new(level).map(|level| Tag::Hn(level, Some(words.to_owned())));
    let heading = match kind {
        Kind::Title => heading(1),
        Kind::Heading => heading(2),
        _ => None,
    };
    heading.map_or_else(|| TagGroup::new(Tag::P), TagGroup::new)
}

const fn tone(kind: Kind) -> u8 {
    match kind {
        Kind::Title | Kind::Heading | Kind::Text => TEXT,
        Kind::Names | Kind::Mark { .. } | Kind::Foot => SMALL,
    }
}

fn fill(surface: &mut Surface<'_>, dark: u8) {
    let paint = luma::Color::new(dark).into();
    surface.set_fill(Some(Fill { paint, opacity: NormalizedF32::ONE, ..Fill::default() }));
}

fn draw(surface: &mut Surface<'_>, face: &Face, shaped: &Shaped, (x, y): (f32, f32), size: f32) {
    surface.draw_glyphs(Point::from_xy(x, y), &shaped.glyphs, face.font.clone(), &shaped.text, size, false);
}

/// The rule above the marks.
fn rule(surface: &mut Surface<'_>, line: &Line, paper: Paper) {
    let y = line.y - 2.6 * line.size;
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_ltrb(paper.left(), y, paper.right(), y + 0.5) {
        path.push_rect(rect);
    }
    fill(surface, SMALL);
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
    surface.end_tagged();
}

/// What stands above every sheet but the first: the title, as far as it fits, and which sheet it is.
fn above(surface: &mut Surface<'_>, face: &Face, title: &str, (at, of): (usize, usize), paper: Paper) {
    let (size, y) = ABOVE;
    let number = face.shaped(&format!("{at} of {of}"));
    let room = (paper.right() - paper.left()) / size - number.width - 2.0;
    let mut title = title.to_owned();
    let mut shaped = face.shaped(&title);
    while shaped.width > room && title.pop().is_some() {
        shaped = face.shaped(&format!("{}…", title.trim_end()));
    }
    fill(surface, SMALL);
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)));
    draw(surface, face, &shaped, (paper.left(), y), size);
    draw(surface, face, &number, (paper.right() - number.width * size, y), size);
    surface.end_tagged();
}
