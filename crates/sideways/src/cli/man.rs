//! `sideways man`: the manual, made from the definition of the command line.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::{Args, Command};
use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};
use textwrap::{Options, WordSplitter, wrap};

use super::{Stop, show};

/// Writes the manual.
#[derive(Args)]
pub struct Arguments {
    /// The folder for its pages, one a command; without it the main page is printed
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// Columns of what is typed, within the margins of a page of eighty.
const COLUMNS: usize = 64;

/// A space that no line is broken at.
const HELD: &str = "\u{a0}";

/// Words and what they mean.
type Terms = [(&'static str, &'static str)];

const WHAT_IT_DOES: &str = "\
It reads plans in Markdown, goals in tables, Gantt charts and exports of trackers, plays many years of the plan, and \
sums the places where you need somebody else's yes by the person who can say it. \
Usually it names three people, never more than five, each with the lines of the plan that put them there.";

const FIRST_PLAN: &str = "\
cat > plan.md <<END
# Ticketing 2027

## Teams
- Booking: Mira Solberg
- Payments: Dana Ortiz

## Checkout v2 @Booking by 2027-03-31
- Cart service, 5-8-15d
- Pay by invoice, 3-5-9d, after ledger export
- Ledger export @Payments, 2w
- Fraud rules, 4d, needs yes from Payments
END
sideways map plan.md --me \"Mira Solberg\"";

/// What is typed, after what it is for.
const EXAMPLES: &Terms = &[
    ("See what a map is, on a made-up company:", "sideways try"),
    ("Write down what your team promises and what it needs, and draw the map of it:", FIRST_PLAN),
    (
        "Read the export of a tracker, with a directory of people:",
        "sideways map export.csv --people people.csv --me \"Mira Solberg\" --team Booking",
    ),
    (
        "Keep a notebook, its map and a talk, and see what this week needs:",
        "sideways init\nsideways read plan.md --me \"Mira Solberg\"\nsideways map --keep\nsideways talk dana 25m constraint=\"hiring frozen till June\"\nsideways week",
    ),
    ("Answer a question that the map asks:", "sideways who PAY \"Dana Ortiz\""),
    (
        "Read the page in a pager, every crossing with it:",
        "sideways map plan.md --me \"Mira Solberg\" --all | less",
    ),
];

const FILES: &Terms = &[
    (
        "sideways.toml",
        "Your answers, beside the plan to which they belong: plain text that may be shared and versioned. \
         It is written by sideways who and sideways crossing where there is no notebook, and read by sideways map.",
    ),
    ("NAME.toml", "A profile of yours, named with --profile: what the parts of a plan mean."),
    (
        "~/.local/share/sideways",
        "Your notebook, made by sideways init: journal.sqlite with its entries, plans with the plans whose maps you kept, \
         and snapshot, which can be thrown away. All of it is sealed.",
    ),
    (
        "~/.config/sideways/keys",
        "The key of each notebook, in the clear, for you alone; no such file where a passphrase holds it. Keep a copy apart \
         from the notebook.",
    ),
    (
        "~/.local/state/sideways/heads",
        "The number and the hash of the last entry: an older notebook does not fit.",
    ),
    ("$XDG_RUNTIME_DIR/sideways", "The key that sideways unlock opened, until it expires or you log out."),
    ("Other files", "None is written unless you name it, as for sideways backup, sideways export and --svg."),
];

const EXITS: &Terms = &[
    ("0", "Done."),
    ("1", "The playbook refuses."),
    ("2", "Wrong usage, or a file of yours that can't be understood. Nothing was changed."),
    ("70", "A fault of the machine, such as a full disk or a folder that can't be written."),
];

const ENVIRONMENT: &Terms = &[
    ("TZ", "The time zone that says which day is today; UTC where the machine knows no zones."),
    ("NO_COLOR", "Where it is set, nothing is coloured. What goes to a file or a pipe never is."),
    ("RAYON_NUM_THREADS", "How many threads play the years. The map is the same for any number."),
    ("SIDEWAYS_NOTEBOOK", "Where your notebook lies, unless --notebook says it."),
    (
        "SIDEWAYS_REQUEST",
        "32 hexadecimal digits that name what you ask for: asked again under the same name, it is done once.",
    ),
    ("SIDEWAYS_NOW", "The day that is taken for today, as 2027-03-01: to try things out."),
    (
        "XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_RUNTIME_DIR",
        "Where notebook, keys, heads and an unlocked key lie, where they are whole paths.",
    ),
    ("TMPDIR", "Where sideways who locks the answers while it writes them."),
];

/// Writes all pages into the folder, or prints the main one.
pub fn run(arguments: &Arguments, definition: Command) -> Result<(), Stop> {
    let mut definition = definition
        .disable_help_subcommand(true)
        .subcommand_help_heading("COMMANDS")
        .subcommand_value_name("command");
    definition.build();
    let Some(folder) = &arguments.out else {
        return match page(&definition, &definition) {
            Ok(page) => show(&String::from_utf8_lossy(&page)),
            Err(error) => Err(Stop::Fault(format!("the manual can't be written: {error}"), String::new())),
        };
    };
    write(folder, &definition).map_err(|error| {
        let fact = format!("{}: the manual can't be written: {error}", folder.display());
        Stop::Fault(fact, "give a folder of yours".into())
    })
}

fn write(folder: &Path, definition: &Command) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for command in [definition].into_iter().chain(shown(definition)) {
        fs::write(folder.join(format!("{}.1", name(command))), page(command, definition)?)?;
    }
    Ok(())
}

/// Commands that the help lists.
fn shown(definition: &Command) -> impl Iterator<Item = &Command> {
    definition.get_subcommands().filter(|command| !command.is_hide_set())
}

fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

fn page(command: &Command, definition: &Command) -> io::Result<Vec<u8>> {
    let version = definition.get_version().unwrap_or_default();
    let title = name(command).to_uppercase();
    let head = format!(".TH {title} 1 \"\" \"sideways {version}\" Sideways\n.nh\n.ad l\n");
    let mut page = head.into_bytes();
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().to_owned();
    let man = Man::new(command.clone().override_usage(usage));
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    let is_main = name(command) == name(definition);
    if is_main {
        Roff::new().control("PP", []).text([roman(WHAT_IT_DOES)]).to_writer(&mut page)?;
        man.render_subcommands_section(&mut page)?;
    }
    man.render_options_section(&mut page)?;
    let mut rest = Roff::new();
    remarks(&mut rest, command);
    if is_main {
        examples(&mut rest);
        terms(&mut rest, "FILES", FILES);
        terms(&mut rest, "EXIT STATUS", EXITS);
        terms(&mut rest, "ENVIRONMENT", ENVIRONMENT);
    }
    rest.control("SH", ["SEE ALSO"]);
    let others: Vec<&Command> = if is_main { shown(command).collect() } else { vec![definition] };
    let others: Vec<String> = others.into_iter().map(|other| format!("{}(1)", name(other))).collect();
    rest.text([roman(others.join(", "))]);
    rest.to_writer(&mut page)?;
    Ok(page)
}

/// What the help says at its end: lines with a colon are headings, and what is typed is indented.
fn remarks(page: &mut Roff, command: &Command) {
    let text = command.get_after_long_help().or(command.get_after_help()).map(ToString::to_string);
    for line in text.unwrap_or_default().lines() {
        match (line.strip_suffix(':'), line.strip_prefix("  ")) {
            (_, Some(words)) => typed(page, words),
            (Some("Example" | "Examples"), _) => _ = page.control("SH", ["EXAMPLES"]),
            (Some(heading), _) => _ = page.control("SH", [heading.to_uppercase().as_str()]),
            _ => _ = page.text([roman(line)]),
        }
    }
}

fn examples(page: &mut Roff) {
    page.control("SH", ["EXAMPLES"]);
    for (purpose, lines) in EXAMPLES {
        page.control("PP", []).text([roman(*purpose)]);
        typed(page, lines);
    }
}

/// Lines as they are typed; a long one goes on below a backslash, and never breaks within quotes.
fn typed(page: &mut Roff, lines: &str) {
    page.control("RS", ["4"]).control("nf", []);
    for line in lines.lines() {
        let quoted = |(at, words): (usize, &str)| match at % 2 {
            1 => words.replace(' ', HELD),
            _ => words.to_owned(),
        };
        let held: Vec<String> = line.split('"').enumerate().map(quoted).collect();
        let options =
            Options::new(COLUMNS).subsequent_indent("    ").word_splitter(WordSplitter::NoHyphenation);
        let broken = wrap(&held.join("\""), options).join(" \\\n").replace(HELD, " ");
        broken.split('\n').for_each(|line| _ = page.text([roman(line)]));
    }
    page.control("fi", []).control("RE", []);
}

fn terms(page: &mut Roff, heading: &str, terms: &Terms) {
    page.control("SH", [heading]);
    for (term, meaning) in terms {
        page.control("TP", []).text([bold(*term)]).text([roman(*meaning)]);
    }
}
