//! Mermaid: the lines of a Gantt chart in a fence of Markdown, each as spans of the text.

use std::ops::Range;

use crate::text::Text;

/// Words that begin a line which is no task.
const SETTINGS: [&str; 15] = [
    "title",
    "dateFormat",
    "axisFormat",
    "tickInterval",
    "excludes",
    "includes",
    "todayMarker",
    "weekday",
    "weekend",
    "inclusiveEndDates",
    "topAxis",
    "displayMode",
    "accTitle",
    "accDescr",
    "click",
];

/// Marks that may stand first behind a task's colon.
const TAGS: [&str; 5] = ["active", "done", "crit", "milestone", "vert"];

/// A Gantt chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The line that says it is one.
    pub head: Range<usize>,
    /// What follows it.
    pub lines: Vec<Line>,
}

/// A line of a chart. Blank ones are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The words behind `%%`.
    Comment(Range<usize>),
    /// A word of the chart itself and what follows it.
    Setting {
        /// The word.
        key: Range<usize>,
        /// What follows it.
        words: Range<usize>,
    },
    /// The words of a section.
    Section(Range<usize>),
    /// A task.
    Task(Task),
    /// None of these.
    Strange(Range<usize>),
}

/// A task: `title :tags, id, start, end`, of which only the end must be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Task {
    /// The whole line.
    pub span: Range<usize>,
    /// What stands before the colon.
    pub title: Range<usize>,
    /// Marks.
    pub tags: Vec<Range<usize>>,
    /// Its id.
    pub id: Option<Range<usize>>,
    /// A date, or `after` and ids.
    pub start: Option<Range<usize>>,
    /// A date, a duration, or `until` and ids.
    pub end: Option<Range<usize>>,
    /// What stands behind its end.
    pub more: Option<Range<usize>>,
}

/// The chart in a block of code, if it holds one.
pub fn chart(text: &Text, block: &Range<usize>) -> Option<Chart> {
    let mut lines = lines(text, block);
    let fence = text.slice(lines.next()?);
    let name =
        fence.strip_prefix("```").or_else(|| fence.strip_prefix("~~~"))?.trim_start_matches(['`', '~']);
    let is_named = name.trim().is_empty() || name.to_lowercase().contains("mermaid");
    let mut found = Vec::new();
    let mut in_metadata = false;
    if !is_named {
        return None;
    }
    while let Some(line) = lines.next() {
        let words = text.slice(line.clone());
        if words == "---" {
            in_metadata = !in_metadata;
        } else if words == "gantt" {
            let head = line;
            found.extend(body(text, lines));
            return Some(Chart { head, lines: found });
        } else if let Some(comment) = comment(&line, words) {
            found.extend(comment);
        } else if !in_metadata && !words.is_empty() {
            return None;
        }
    }
    None
}

/// The lines of a block without the marks of quotations and the space round them.
fn lines<'a>(text: &'a Text, block: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<'a> {
    let mut at = block.start;
    text.slice(block.clone()).split_inclusive(['\n', '\r']).map(move |line| {
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let start = at + line.len() - inner.len();
        at += line.len();
        text.trim(start..at)
    })
}

/// A comment; none within where the line sets the looks of the chart.
fn comment(line: &Range<usize>, words: &str) -> Option<Option<Line>> {
    let rest = words.strip_prefix("%%")?;
    let start = line.end - rest.trim_start().len();
    Some((!rest.starts_with('{')).then(|| Line::Comment(start.min(line.end)..line.end)))
}

/// The lines behind the head of a chart.
fn body(text: &Text, lines: impl Iterator<Item = Range<usize>>) -> Vec<Line> {
    let (mut found, mut in_description) = (Vec::new(), false);
    for line in lines {
        let words = text.slice(line.clone());
        if in_description || (words.starts_with("accDescr") && words.contains('{')) {
            in_description = !words.contains('}');
        } else if words.starts_with("```") || words.starts_with("~~~") || words.is_empty() {
        } else if let Some(comment) = comment(&line, words) {
            found.extend(comment);
        } else {
            found.push(statement(text, line, words));
        }
    }
    found
}

fn statement(text: &Text, line: Range<usize>, words: &str) -> Line {
    if words.starts_with('#') {
        return Line::Comment(line.start + 1..line.end);
    }
    let first = words.split([' ', '\t', ':']).next().unwrap_or_default();
    let rest = line.start + first.len();
    if first.eq_ignore_ascii_case("section") && !words[first.len()..].starts_with(':') {
        return Line::Section(text.trim(rest..line.end));
    }
    if SETTINGS.contains(&first) {
        return Line::Setting { key: line.start..rest, words: text.trim(rest..line.end) };
    }
    match words.find(':') {
        Some(colon) => Line::Task(task(text, &line, line.start + colon)),
        None => Line::Strange(line),
    }
}

fn task(text: &Text, line: &Range<usize>, colon: usize) -> Task {
    // What follows such a sign is a comment.
    let data = text.slice(colon + 1..line.end);
    let end = colon + 1 + data.find('#').unwrap_or(data.len());
    let mut parts = parts(text, colon + 1..end);
    let is_tag = |part: &Range<usize>| TAGS.contains(&text.slice(part.clone()));
    let tags = parts.iter().take_while(|part| is_tag(part)).count();
    let rest = parts.split_off(tags);
    let more = (rest.len() > 3).then(|| rest[3].start..end).map(|span| text.trim(span));
    let (id, start, last) = match rest.as_slice() {
        [] => (None, None, None),
        [last] => (None, None, Some(last)),
        [start, last] => (None, Some(start), Some(last)),
        [id, start, last, ..] => (Some(id), Some(start), Some(last)),
    };
    let worded = |part: Option<&Range<usize>>| part.filter(|part| !part.is_empty()).cloned();
    Task {
        span: text.trim(line.start..end),
        title: text.trim(line.start..colon),
        id: worded(id),
        start: worded(start),
        end: worded(last),
        tags: parts,
        more,
    }
}

/// What stands between commas; nothing where there is nothing at all.
fn parts(text: &Text, span: Range<usize>) -> Vec<Range<usize>> {
    let words = text.slice(span.clone());
    let mut at = span.start;
    let cut = words.split(',').map(|part| {
        let start = at;
        at += part.len() + 1;
        text.trim(start..start + part.len())
    });
    if words.trim().is_empty() { Vec::new() } else { cut.collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::formats::markdown::{Block, blocks};

    fn charts(text: &Text) -> Vec<Chart> {
        let code = blocks(text).into_iter().filter_map(|block| match block {
            Block::Foreign { span, .. } => chart(text, &span),
            _ => None,
        });
        code.collect()
    }

    fn read(body: &str) -> Vec<String> {
        let text = Text::of(0, "f", body.into());
        let words = |span: &Range<usize>| text.slice(span.clone()).to_owned();
        let optional = |span: &Option<Range<usize>>| span.as_ref().map_or("-".to_owned(), words);
        let shown = |line: &Line| match line {
            Line::Comment(span) => format!("% {}", words(span)),
            Line::Setting { key, words: rest } => format!("{} = {}", words(key), words(rest)),
            Line::Section(span) => format!("[{}]", words(span)),
            Line::Strange(span) => format!("? {}", words(span)),
            Line::Task(task) => format!(
                "{} | {} | {} | {} | {}{}",
                words(&task.title),
                task.tags.iter().map(words).collect::<Vec<_>>().join("+"),
                optional(&task.id),
                optional(&task.start),
                optional(&task.end),
                task.more.as_ref().map_or(String::new(), |more| format!(" | {}", words(more))),
            ),
        };
        charts(&text).iter().flat_map(|chart| chart.lines.iter().map(shown)).collect()
    }

    #[test]
    fn the_lines_of_a_chart() {
        let chart = "# P\n\n```mermaid\ngantt\n  dateFormat YYYY-MM-DD\n  %% a-*: Ann's\n\n  section Build it\n  One: crit, milestone, after a b, 0\n  Two :done, t2, 2027-01-04, 3d # sure\n  Three: 3d\n  nothing\n```\n";
        assert_eq!(
            read(chart),
            [
                "dateFormat = YYYY-MM-DD",
                "% a-*: Ann's",
                "[Build it]",
                "One | crit+milestone | - | after a b | 0",
                "Two | done | t2 | 2027-01-04 | 3d",
                "Three |  | - | - | 3d",
                "? nothing",
            ]
        );
    }

    #[test]
    fn metadata_directives_and_descriptions_are_no_tasks() {
        let body = "~~~mermaid\n---\ntitle: x\n---\n%%{init: {}}%%\n%% first\ngantt\naccDescr {\n a: b\n}\nOne: 1d\n~~~\n";
        assert_eq!(read(body), ["% first", "One |  | - | - | 1d"]);
    }

    #[test]
    fn other_diagrams_and_other_code_are_no_charts() {
        assert_eq!(read("```mermaid\nflowchart\nA: 1d\n```\n\n```rust\ngantt\nA: 1d\n```\n"), [""; 0]);
    }

    #[test]
    fn a_chart_in_a_quotation_or_a_list_is_one() {
        assert_eq!(read("> ```mermaid\n> gantt\n> One: 1d\n> ```\n"), ["One |  | - | - | 1d"]);
        assert_eq!(read("- x\n  ```mermaid\n  gantt\n  One: 1d\n  ```\n"), ["One |  | - | - | 1d"]);
    }

    #[test]
    fn what_stands_behind_the_end_is_kept() {
        assert_eq!(
            read("```mermaid\ngantt\nOne: a, 2027-01-04, 1d, b, c\n```\n"),
            ["One |  | a | 2027-01-04 | 1d | b, c"]
        );
    }

    proptest! {
        #[test]
        fn spans_lie_within_the_text(body in "[-#:,%`>a0é \n\r]{0,80}") {
            let text = Text::of(0, "f", format!("```mermaid\ngantt\n{body}"));
            for line in charts(&text).into_iter().flat_map(|chart| chart.lines) {
                let spans = match line {
                    Line::Comment(span) | Line::Section(span) | Line::Strange(span) => vec![span],
                    Line::Setting { key, words } => vec![key, words],
                    Line::Task(task) => {
                        let parts = [task.id, task.start, task.end, task.more].into_iter().flatten();
                        parts.chain(task.tags).chain([task.span, task.title]).collect()
                    }
                };
                prop_assert!(spans.iter().all(|span| text.body.get(span.clone()).is_some()));
            }
        }
    }
}
