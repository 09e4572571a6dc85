//! Who says yes for a subject or does it, and which names are one person's.

use plan::names::{person_key, typed};
use sources::answers::{Answers, pair, part};

use super::word;
use crate::stop::Stop;

/// An answer as the notebook takes it: who says yes for a subject or does it, or which name it is another one of, or is not.
///
/// # Errors
/// If a word is missing, or no name.
pub fn to_keep(
    subject: &str,
    name: Option<&str>,
    same_as: Option<&str>,
    not_same_as: Option<&str>,
) -> Result<Answers, Stop> {
    let subject = word("subject", subject, "sideways who PAY \"Dana Ortiz\"")?;
    let mut new = Answers::default();
    match Names::of(&subject, name, (same_as, not_same_as))? {
        Some(Names::Same(name)) => _ = same(&mut new, &subject, &name, false)?,
        Some(Names::Different(name)) => _ = different(&mut new, &subject, &name, false)?,
        Some(Names::Yes(name)) => _ = new.answer(&subject, &name),
        None => return Err(missing(&subject)),
    }
    Ok(new)
}

/// What is said of a subject.
pub enum Names {
    /// Who says yes for it, or does it.
    Yes(String),
    /// Whom it is another name of.
    Same(String),
    /// Whom it is no other name of.
    Different(String),
}

impl Names {
    /// What names say of a subject: the one that says yes for it, or the one that it is, or is not, another name of; nothing
    /// where there is none.
    ///
    /// # Errors
    /// If it is no name.
    pub fn of(
        subject: &str,
        name: Option<&str>,
        (same_as, not_same_as): (Option<&str>, Option<&str>),
    ) -> Result<Option<Self>, Stop> {
        let one = |option: &str, name: &str| {
            let hint = format!("sideways who {} {option} \"Dana Ortiz\"", typed(subject));
            let name = word("name", name, &hint)?;
            match person_key(&name) {
                key if key.is_empty() => Err(Stop::Usage(format!("“{name}” is no name"), hint)),
                key if key == person_key(subject) => {
                    let fact = format!(
                        "“{subject}” and “{name}” are one name: case, accents and dots make no difference"
                    );
                    Err(Stop::Usage(fact, hint))
                }
                _ => Ok(name),
            }
        };
        Ok(match (name, same_as, not_same_as) {
            (Some(name), ..) => Some(Self::Yes(word("name", name, &example(subject))?)),
            (_, Some(name), _) => Some(Self::Same(one("--same-as", name)?)),
            (.., Some(name)) => Some(Self::Different(one("--not-same-as", name)?)),
            _ => None,
        })
    }
}

fn example(subject: &str) -> String {
    format!("sideways who {} \"Dana Ortiz\"", typed(subject))
}

/// No name is said of a subject.
pub fn missing(subject: &str) -> Stop {
    Stop::Usage("a name is missing".into(), example(subject))
}

/// That two names are one person's; whoever says so no longer says that they are two.
///
/// # Errors
/// If that is to be taken back, and nothing says so.
pub fn same(answers: &mut Answers, subject: &str, name: &str, forget: bool) -> Result<String, Stop> {
    match forget {
        true if part(&mut answers.same, subject, name) => {
            Ok(format!("{subject} and {name} are no longer taken as one person."))
        }
        true => Err(apart("one person", subject, name)),
        false => {
            part(&mut answers.different, subject, name);
            part(&mut answers.same, subject, name);
            pair(&mut answers.same, subject, name);
            Ok(format!("{subject} is {name}."))
        }
    }
}

/// That two names are two people's; whoever says so no longer says that they are one.
///
/// # Errors
/// If that is to be taken back, and nothing says so.
pub fn different(answers: &mut Answers, subject: &str, name: &str, forget: bool) -> Result<String, Stop> {
    match forget {
        true if part(&mut answers.different, subject, name) => {
            Ok(format!("{subject} and {name} may be asked about again."))
        }
        true => Err(apart("two people", subject, name)),
        false => {
            part(&mut answers.same, subject, name);
            pair(&mut answers.different, subject, name);
            Ok(format!("{subject} and {name} are two people."))
        }
    }
}

fn apart(what: &str, subject: &str, name: &str) -> Stop {
    let fact = format!("nothing says that “{subject}” and “{name}” are {what}");
    Stop::Usage(fact, "sideways who --list".into())
}
