//! Pages as they were last sent, to be sent again while nothing is another on which they rest: the notebook and its key, the
//! minute, and how the owner wants them.
//!
//! A room says with [`lasting`] that its page rests on nothing else. Who asks has passed the session's guard; the numbers that
//! keep a form from acting twice are new each time.

use std::{
    ops::Range,
    sync::{Mutex, MutexGuard, PoisonError},
};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, Method, header::CONTENT_TYPE},
    response::Response,
};
use desk::{
    clock::{self, Moment},
    still::Still,
};

use super::{When, minute};
use crate::web::{
    act,
    guise::Guise,
    page::{HTML, REQUEST, digits},
    sample,
    serve::Server,
};

/// Pages that are kept, at most.
const MANY: usize = 8;

/// Which reading of the notebook a page shows, and the minute in which that was looked at.
type At = (u64, When);

/// That a page rests on these alone; they are not known before the notebook was left.
#[derive(Clone, Copy)]
struct Lasts(Option<At>);

/// Says of a page that it rests on the notebook and the minute alone.
pub fn lasting(mut page: Response) -> Response {
    page.extensions_mut().insert(Lasts(None));
    page
}

/// Notes of such a page what it rests on. `now` was asked for before the page was made.
pub fn made_of(page: &mut Response, still: &Still, now: Moment) {
    if let Some(lasts) = page.extensions_mut().get_mut::<Lasts>() {
        lasts.0 = Some((still.reading(), minute(now)));
    }
}

/// What a page was asked for as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    path: String,
    guise: Guise,
    is_sample: bool,
}

impl Asked {
    /// A request that only looks and asks for nothing beside the page.
    pub fn of(server: &Server, request: &Request) -> Option<Self> {
        let is_plain = *request.method() == Method::GET && request.uri().query().is_none();
        is_plain.then(|| Self {
            path: request.uri().path().to_owned(),
            guise: Guise::of(request.headers()),
            is_sample: sample::is_marked(server),
        })
    }
}

/// A page as it was sent.
struct Sent {
    asked: Asked,
    at: At,
    text: Vec<u8>,
    /// Where the numbers of its forms stand.
    numbers: Vec<Range<usize>>,
    /// The next number: the first was drawn by luck, 128 bits of it, and each is used once.
    next: u128,
}

/// Pages as they were last sent.
#[derive(Default)]
pub struct Pages(Mutex<Vec<Sent>>);

impl Pages {
    fn lock(&self) -> MutexGuard<'_, Vec<Sent>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of them.
    pub fn close(&self) {
        self.lock().clear();
    }

    /// Keeps a page, if it lasts.
    pub fn keep(&self, asked: Option<Asked>, page: &Response, text: &str) {
        let lasts = page.extensions().get::<Lasts>();
        let Some((asked, lasts)) = asked.zip(lasts) else { return };
        let Some((at, numbers)) = lasts.0.zip(numbers(text)) else { return };
        let Ok(next) = act::fresh() else { return };
        let next = u128::from_be_bytes(next);
        let sent = Sent { asked, at, text: text.as_bytes().to_vec(), numbers, next };
        let mut all = self.lock();
        all.retain(|one| one.asked != sent.asked);
        if all.len() == MANY {
            all.remove(0);
        }
        all.push(sent);
    }

    /// A page that still stands, with numbers in its forms that no page had before.
    fn again(&self, asked: &Asked, at: At) -> Option<Vec<u8>> {
        let mut all = self.lock();
        let sent = all.iter_mut().find(|one| one.asked == *asked && one.at == at)?;
        for place in &sent.numbers {
            sent.text.get_mut(place.clone())?.copy_from_slice(&digits(sent.next));
            sent.next = sent.next.wrapping_add(1);
        }
        Some(sent.text.clone())
    }

    fn has(&self, asked: &Asked) -> bool {
        self.lock().iter().any(|one| one.asked == *asked)
    }
}

/// Where the numbers of a page's forms stand; nothing where one is none of ours.
fn numbers(text: &str) -> Option<Vec<Range<usize>>> {
    let places = text.match_indices(REQUEST).map(|(at, start)| {
        let from = at + start.len();
        let number = text.get(from..from + digits(0).len())?;
        number.bytes().all(|c| c.is_ascii_hexdigit()).then_some(from..from + number.len())
    });
    places.collect()
}

/// A page once more, where it still stands as it was sent.
pub fn again(server: &Server, asked: &Asked) -> Option<Response> {
    if !server.pages.has(asked) {
        return None;
    }
    let now = clock::now();
    let reading = server.reading(now)?;
    let text = server.pages.again(asked, (reading, minute(now)))?;
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(HTML));
    Some(response)
}

#[cfg(test)]
mod tests {
    use maud::html;
    use playbook::moment::Day;

    use super::*;
    use crate::web::page::Once;

    const TODAY: Day = Day(jiff::civil::date(2027, 2, 8));

    fn asked(path: &str, guise: Guise) -> Asked {
        Asked { path: path.to_owned(), guise, is_sample: false }
    }

    fn page(reading: Option<u64>) -> Response {
        let mut page = lasting(Response::default());
        page.extensions_mut().get_mut::<Lasts>().unwrap().0 = reading.map(|reading| (reading, (TODAY, 7)));
        page
    }

    /// A page with three forms, on which somebody was quoted who writes as forms do.
    fn text() -> String {
        let once = Once::of("/").ok().unwrap();
        let said = format!("{REQUEST}{}", "0".repeat(32));
        html! { form { (once.next()) } p title=(said) { (said) } form { (once.next()) } form { (once.next()) } }
            .into_string()
    }

    fn kept() -> Pages {
        let pages = Pages::default();
        pages.keep(Some(asked("/", Guise::default())), &page(Some(3)), &text());
        pages
    }

    #[test]
    fn a_page_stands_while_nothing_is_another_on_which_it_rests() {
        let pages = kept();
        let (plain, at) = (asked("/", Guise::default()), (3, (TODAY, 7)));
        assert!(pages.has(&plain) && pages.again(&plain, at).is_some());
        for (what, asked, at) in [
            ("read anew", plain.clone(), (4, (TODAY, 7))),
            ("another day", plain.clone(), (3, (TODAY.plus(1), 7))),
            ("another minute", plain.clone(), (3, (TODAY, 8))),
            ("another page", asked("/map", Guise::default()), at),
            ("wanted otherwise", asked("/", Guise { hides_names: true, ..Guise::default() }), at),
            ("the sample's", Asked { is_sample: true, ..plain.clone() }, at),
        ] {
            assert!(pages.again(&asked, at).is_none(), "{what}");
        }
        pages.close();
        assert!(!pages.has(&plain) && pages.again(&plain, at).is_none());
    }

    #[test]
    fn s6_numbers_of_forms_are_new_and_what_was_said_stays() {
        let pages = kept();
        pages.lock()[0].next = u128::MAX;
        let sent = || {
            let sent = pages.again(&asked("/", Guise::default()), (3, (TODAY, 7))).unwrap();
            String::from_utf8(sent).unwrap()
        };
        let numbers = |sent: &str| -> Vec<u128> {
            let numbers = sent.split(REQUEST).skip(1).map(|rest| u128::from_str_radix(&rest[..32], 16));
            numbers.collect::<Result<_, _>>().unwrap()
        };
        let (first, second) = (sent(), sent());
        assert_eq!((numbers(&first), numbers(&second)), (vec![u128::MAX, 0, 1], vec![2, 3, 4]));
        assert_eq!(second.matches("&quot;request&quot; value=&quot;0000").count(), 2, "{second}");
    }

    #[test]
    fn only_pages_that_last_are_kept_and_not_many() {
        let pages = Pages::default();
        let plain = || Some(asked("/", Guise::default()));
        pages.keep(plain(), &Response::default(), &text());
        pages.keep(plain(), &page(None), &text());
        pages.keep(None, &page(Some(3)), &text());
        pages.keep(plain(), &page(Some(3)), &format!("{REQUEST}none of ours\">"));
        assert!(pages.lock().is_empty());
        for number in 0..3 * MANY {
            let asked = asked(&format!("/{}", number / 2), Guise::default());
            pages.keep(Some(asked), &page(Some(3)), &text());
        }
        assert_eq!(pages.lock().len(), MANY);
    }

    #[test]
    fn digits_are_those_of_the_number() {
        for number in [0, 1, u128::MAX, 0x0123_4567_89ab_cdef_0011_2233_4455_6677] {
            assert_eq!(digits(number).to_vec(), format!("{number:032x}").into_bytes());
        }
    }
}
