//! `sideways completions`: what a shell needs to complete commands and options.

use clap::{Args, Command, ValueEnum};
use clap_complete::aot;

use super::{Stop, show};

/// Prints the completions for a shell.
///
/// Packages bring them along; whoever built the program puts them where the shell looks for them.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  source <(sideways completions bash)\n  sideways completions zsh > ~/.zfunc/_sideways\n  sideways completions fish > ~/.config/fish/completions/sideways.fish"
)]
pub struct Arguments {
    /// The shell
    shell: Shell,
}

/// The shells whose completions are tried out.
#[derive(Clone, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

/// Prints completions for this command line.
pub fn run(arguments: &Arguments, definition: Command) -> Result<(), Stop> {
    let shell = match arguments.shell {
        Shell::Bash => aot::Shell::Bash,
        Shell::Zsh => aot::Shell::Zsh,
        Shell::Fish => aot::Shell::Fish,
    };
    let listed = definition.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    let mut offered = Command::new("sideways")
        .version(env!("CARGO_PKG_VERSION"))
        .args(definition.get_arguments().cloned())
        .subcommands(listed);
    let mut script = Vec::new();
    aot::generate(shell, &mut offered, "sideways", &mut script);
    show(&String::from_utf8_lossy(&script))
}
