//! The page that goes up as a typeset PDF: plain values in, bytes out.
//!
//! The same page gives the same bytes: no clock, no luck, and nothing of the machine or its user goes in.

#[cfg(feature = "pdf")]
mod face;
#[cfg(feature = "pdf")]
mod lines;
#[cfg(feature = "pdf")]
mod sheet;
#[cfg(feature = "pdf")]
#[cfg(test)]
mod tests;
#[cfg(feature = "pdf")]
mod write;

use playbook::outward::escalate::Page;

use crate::stop::Stop;

/// The paper it is set for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 210 by 297 mm.
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

/// A typeset page.
#[derive(Debug, PartialEq, Eq)]
pub struct Pdf {
    /// The file: tagged PDF 1.7 after PDF/UA-1.
    pub bytes: Vec<u8>,
    /// How many sheets it takes: one where it fits.
    pub sheets: usize,
    /// Letters that the typeface lacks, each once, in the order of the text. A box is drawn for each of them, a line at the foot
    /// names them, and whoever copies or listens to the text gets them.
    pub lacks: Vec<char>,
}

impl Pdf {
    /// What is to be known of it: that it takes several sheets, and the letters that it lacks.
    pub fn remarks(&self) -> Vec<String> {
        let several = (self.sheets > 1).then(|| format!("The PDF takes {} sheets.", self.sheets));
        let lacks: String = self.lacks.iter().flat_map(|letter| ['“', *letter, '”', ' ']).collect();
        let lacks = (!self.lacks.is_empty()).then(|| {
            format!(
                "The typeface of the PDF lacks {}: □ stands there. Markdown and HTML have every letter.",
                lacks.trim_end()
            )
        });
        several.into_iter().chain(lacks).collect()
    }
}

/// Whether this build can set a page; said before anything is done.
///
/// # Errors
/// If it can't.
pub fn is_there() -> Result<(), Stop> {
    let hint = "print joint.html from a browser: sideways escalate up NUMBER --out FOLDER";
    match cfg!(feature = "pdf") {
        true => Ok(()),
        false => Err(Stop::Usage(
            "this build makes no PDF: it was made without the feature pdf".into(),
            hint.into(),
        )),
    }
}

/// Sets the page.
///
/// # Errors
/// If this build can't, or what was made does not hold to PDF/UA-1.
#[cfg(feature = "pdf")]
pub fn pdf(page: &Page, paper: Paper) -> Result<Pdf, Stop> {
    let fault = |fact: String| Stop::Fault(fact, "sideways escalate up NUMBER --out FOLDER".into());
    let face = face::Face::read().ok_or_else(|| fault("the typeface of this build can't be read".into()))?;
    let lacks = face.lacks(&text(page));
    let sheet = sheet::Sheet::of(page, &lacks, &face, paper);
    let bytes = write::bytes(page, &sheet, &face, paper);
    let bytes = bytes.map_err(|why| fault(format!("the PDF can't be made: {why}")))?;
    Ok(Pdf { bytes, sheets: sheet.pages.len(), lacks })
}

/// Sets no page.
///
/// # Errors
/// Always: this build can't.
#[cfg(not(feature = "pdf"))]
pub fn pdf(_: &Page, _: Paper) -> Result<Pdf, Stop> {
    is_there().map(|()| Pdf { bytes: Vec::new(), sheets: 0, lacks: Vec::new() })
}

/// All words of a page, in their order.
#[cfg(feature = "pdf")]
fn text(page: &Page) -> String {
    let mut all = vec![page.title.as_str(), &page.names[0], &page.names[1]];
    for block in &page.blocks {
        all.push(&block.heading);
        all.extend(block.paragraphs.iter().map(String::as_str));
    }
    all.extend(page.marks.iter().map(String::as_str));
    all.push(&page.foot);
    all.join("\n")
}
