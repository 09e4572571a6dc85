//! Tell as pages: whom to call when, told in place, late, surprised and mended; a slip and a plan read again.

use super::*;

/// Two others wait for the pipeline, which takes so many days.
fn plan(days: u32) -> String {
    format!(
        "# Pipeline @Booking by 2027-03-19\n- New pipeline, {days}d @Booking\n- Sign-off, 2d @Booking, needs yes from Payments\n\
         # May release @Payments by 2027-04-02\n- Release through it, 5d @Payments, after New pipeline\n\
         # Quay tablets @Ports by 2027-04-16\n- Tablets through it, 3d @Ports, after New pipeline\n"
    )
}

const PEOPLE: &str = "[[team]]\nname = \"Payments\"\nleads = [\"Dana Ortiz\"]\n[[team]]\nname = \"Booking\"\nleads = [\"Mira Solberg\"]\n\
    [[team]]\nname = \"Ports\"\nleads = [\"Tom Reyes\"]\n";

const MORNING: &str = "2027-02-08T09:00:00+00:00[UTC]";

/// A notebook with a kept map, for whose leader two others wait.
fn kept(name: &str) -> PathBuf {
    let home = notebook(name);
    fs::write(home.join("people.toml"), PEOPLE).unwrap();
    fs::write(home.join("plan.md"), plan(10)).unwrap();
    types(&home, MORNING, &["read", "plan.md", "--people", "people.toml", "--me", "Mira Solberg"]);
    types(&home, MORNING, &["map", "--keep", "--trials", "64"]);
    types(&home, MORNING, &["peer", "add", "Tom Reyes"]);
    home
}

/// The same, with a slip that is to be told before Friday's room.
fn slipped(name: &str) -> PathBuf {
    let home = kept(name);
    let slip = ["tell", "slip", "New pipeline", "--by", "12d", "--open", "--trials", "64"];
    types(&home, MORNING, &[&slip[..], &["--room", "fri 15:00"]].concat());
    home
}

#[test]
fn l1_l3_a_slip_is_told_to_each_in_place_once_and_undone() {
    let pages = Pages::on(&slipped("pages-tell"), MORNING);
    let page = pages.page("/tell");
    let words = page.words();
    let first = |name: &str| words.find(&format!("Call {name}")).unwrap_or_else(|| panic!("{name}: {words}"));
    let (dana, tom) = (first("Dana Ortiz"), first("Tom Reyes"));
    assert!(
        words[dana.max(tom)..].contains("Change the tracker: “New pipeline”"),
        "L1: it comes last: {words}"
    );
    let form = page.form("/tell/told", 0);
    let before = pages.entries();
    let told = pages.does("/tell/told", &form);
    assert!(told.words().contains("was told"), "{}", told.words());
    assert_eq!(pages.sends("/tell/told", &form).status, 303);
    assert_eq!(pages.entries(), before + 1, "sent twice, it acts once");
    let done = pages.sends("/tell/done", &told.form("/tell/done", 0));
    assert_eq!(done.status, 409, "the tracker is not changed before all were called: {}", done.words());
    let back = pages.does("/undo", &told.form("/undo", 0));
    assert_eq!(back.words().matches("I told them :").count(), 2, "{}", back.words());
}

#[test]
fn l5_told_after_the_room_is_a_surprise_that_is_mended_in_place() {
    let home = slipped("pages-tell-late");
    let pages = Pages::on(&home, "2027-02-12T16:00:00+00:00[UTC]");
    let late = pages.does("/tell/told", &pages.page("/tell").form("/tell/told", 0));
    assert!(late.words().contains("after they heard it elsewhere; not mended"), "{}", late.words());
    let form = late.form("/tell/repaired", 0);
    let silent = pages.sends("/tell/repaired", &with(form.clone(), &[("how", " "), ("on", "2027-02-12")]));
    assert_eq!(silent.status, 422, "{}", silent.words());
    let mended =
        pages.does("/tell/repaired", &with(form, &[("how", "said <b>sorry</b>"), ("on", "2027-02-12")]));
    assert!(mended.words().contains("mended on 2027-02-12"), "{}", mended.words());
    assert!(!mended.body.contains("<b>sorry"), "what is typed is shown as it is");
    let other = pages.page("/tell").form("/tell/surprised", 0);
    let heard = pages.does("/tell/surprised", &with(other, &[("how", "in the hall"), ("on", "2027-02-12")]));
    assert!(heard.words().contains("heard elsewhere on 2027-02-12; not mended"), "{}", heard.words());
    let over = pages.does("/tell/done", &heard.form("/tell/done", 0));
    assert!(over.words().contains("over on"), "what is over and not mended stays: {}", over.words());
}

#[test]
fn what_a_form_of_tell_may_not_be_is_refused_and_shown_again_as_it_was_typed() {
    let pages = Pages::on(&slipped("pages-tell-refused"), MORNING);
    let before = pages.entries();
    let refused: [Case<&str>; 5] = [
        ("told", &[("at", "2027-02-09T10:00")], "lies ahead"),
        ("told", &[("at", "some\" day")], "no day"),
        ("move", &[("room", "")], "nothing is moved"),
        ("drop", &[("because", "")], "a reason is missing"),
        ("surprised", &[("on", "2027-03-01")], "mon 1 mar 2027"),
    ];
    for (act, typed, why) in refused {
        let action = format!("/tell/{act}");
        let answer = pages.sends(&action, &with(pages.page("/tell").form(&action, 0), typed));
        assert!([409, 422].contains(&answer.status), "{act}: {}", answer.status);
        let words = answer.words().to_lowercase();
        assert!(words.contains("not kept:") && words.contains(why), "{act}, {why}: {words}");
        let (_, value) = typed[0];
        let shown = format!("value=\"{}\"", value.replace('"', "&quot;"));
        assert!(answer.body.contains(&shown), "{act}: {shown}");
    }
    assert_eq!(pages.entries(), before);
}

#[test]
fn t7_news_is_held_and_nothing_is_to_be_said_before_it_is_free() {
    let home = kept("pages-tell-held");
    let news = ["tell", "new", "web joins platform", "--lands-on", "dana=her team moves"];
    types(&home, MORNING, &[&news[..], &["--free-from", "thu 9:00", "--room", "thu 15:00"]].concat());
    let pages = Pages::on(&home, MORNING);
    let words = pages.page("/tell").words();
    assert!(words.contains("held until Thu 11 Feb , 09:00"), "{words}");
    assert!(!words.contains("What it means for you"), "{words}");
    for path in ["/", "/peers", "/log", "/trade"] {
        assert!(!pages.page(path).words().contains("web joins"), "{path}");
    }
}

/// What a page of work under way shows once it is done.
fn worked_out(pages: &Pages, path: &str) -> Answer {
    let mut tries = (0..60).map(|_| pages.page(path));
    tries.find(|page| !page.body.contains("data-look-again")).unwrap()
}

#[test]
fn l1_a_slip_says_on_whom_it_lands_before_anything_is_kept_and_then_opens_an_announcement_once() {
    let pages = Pages::on(&kept("pages-slip"), MORNING);
    let page = pages.page("/tell/slip");
    assert!(page.body.contains("<option value=\"New pipeline\">"), "items of the plan are offered");
    let before = pages.entries();
    let form = with(page.form("/tell/slip", 0), &[("item", "new pipe"), ("by", "12d")]);
    assert_eq!(pages.sends("/tell/slip", &form).header("location"), Some("/tell/slip"));
    let found = worked_out(&pages, "/tell/slip");
    for words in [
        "Dana Ortiz: 12 working days later",
        "Tom Reyes: ",
        "Your own dates",
        "changing the tracker is the last step",
    ] {
        assert!(found.words().contains(words), "{words}: {}", found.words());
    }
    assert_eq!(pages.entries(), before, "nothing is kept by looking");
    let open = with(
        found.form("/tell/slip/open", 0),
        &[("say", "The pipeline is late"), ("room", "2027-02-12T15:00")],
    );
    let opened = pages.does("/tell/slip/open", &open);
    assert!(
        opened.words().contains("The pipeline is late Slip; the room is on Fri 12 Feb , 15:00"),
        "{}",
        opened.words()
    );
    let entries = pages.entries();
    assert_eq!(pages.sends("/tell/slip/open", &open).status, 303);
    assert_eq!(pages.entries(), entries, "sent twice, it opens one");
    let other = pages.sends("/tell/slip", &with(Vec::new(), &[("item", "New pipeline"), ("by", "3d")]));
    assert_eq!(other.status, 303);
    worked_out(&pages, "/tell/slip");
    let mut other_tab = pages.page("/tell/slip").form("/tell/slip/open", 0);
    other_tab.iter_mut().filter(|(name, _)| name == "of").for_each(|(_, of)| *of = "new pipe".to_owned());
    let stale = pages.sends("/tell/slip/open", &other_tab);
    assert_eq!(stale.status, 422, "what was worked out in another tab is not opened for this one");
}

#[test]
fn words_for_somebody_who_is_not_ticked_are_not_thrown_away() {
    let pages = Pages::on(&kept("pages-tell-words"), MORNING);
    let ids: Vec<String> = ["Dana Ortiz", "Tom Reyes"].iter().map(|name| id_of(&pages, name)).collect();
    let words = format!("words-{}", ids[1]);
    let fields = [("what", "the pipeline slips"), ("on", ids[0].as_str()), (&words, "the fares wait")];
    let refused = pages.sends("/tell/new", &with(pages.page("/tell/new").form("/tell/new", 0), &fields));
    assert_eq!(refused.status, 422);
    assert!(
        refused.words().contains("You wrote what it does to Tom Reyes: tick the name"),
        "{}",
        refused.words()
    );
    assert!(refused.body.contains("value=\"the fares wait\""));
}

#[test]
fn a_slip_that_is_none_is_refused_and_shown_again() {
    let pages = Pages::on(&kept("pages-slip-refused"), MORNING);
    for (item, by, why) in [
        ("", "12d", "what slips is missing"),
        ("New pipeline", "0d", "are no slip"),
        ("New pipeline", "soon", "soon"),
        ("nothing like it", "3d", "“nothing like it” is nowhere in the plan"),
    ] {
        let answer = pages.sends("/tell/slip", &with(Vec::new(), &[("item", item), ("by", by)]));
        assert_eq!(answer.status, 422);
        assert!(answer.words().to_lowercase().contains(why), "{why}: {}", answer.words());
        assert!(answer.body.contains(&format!("value=\"{by}\"")), "{by}");
        assert!(answer.body.contains(&format!("value=\"{item}\"")), "{item}");
        assert!(answer.body.contains("class=\"wrong\" tabindex=\"-1\" autofocus"), "{}", answer.body);
    }
}

#[test]
fn l1_m7_a_plan_read_again_is_held_against_the_kept_one_and_goes_to_the_top() {
    let home = kept("pages-moved");
    let pages = Pages::on(&home, MORNING);
    fs::write(home.join("plan.md"), plan(22)).unwrap();
    assert_eq!(pages.sends("/tell/plan", &pages.page("/tell/plan").form("/tell/plan", 0)).status, 303);
    let found = worked_out(&pages, "/tell/plan");
    assert!(found.words().contains("Their engineers may already see this."), "{}", found.words());
    assert!(found.words().contains("Dana Ortiz: 26 working days later"), "{}", found.words());
    let opened = pages.does("/tell/plan/open", &found.form("/tell/plan/open", 0));
    assert!(
        opened.words().contains("without the call their engineers")
            || opened.words().contains("their engineers could hear first"),
        "{}",
        opened.words()
    );
    let gone = pages.sends("/tell/plan", &with(Vec::new(), &[("of", "dropped")]));
    assert_eq!(gone.status, 422, "{}", gone.words());
}

#[test]
fn l4_an_announcement_by_hand_is_opened_and_bad_news_stands_first() {
    let pages = Pages::on(&kept("pages-by-hand"), MORNING);
    let (dana, tom) = (id_of(&pages, "Dana Ortiz"), id_of(&pages, "Tom Reyes"));
    let form = |fields: &[(&str, &str)]| with(pages.page("/tell/new").form("/tell/new", 0), fields);
    let news =
        form(&[("kind", "news"), ("what", "web <i>joins</i>"), ("on", &dana), ("room", "2027-02-09T10:00")]);
    assert!(pages.does("/tell/new", &news).body.contains("web &lt;i&gt;joins&lt;/i&gt;"));
    let said = format!("words-{tom}");
    let taken_back = [
        ("kind", "reversal"),
        ("what", "we keep the old login"),
        ("on", tom.as_str()),
        (&*said, "two logins for a year"),
    ];
    let page = pages.does("/tell/new", &form(&taken_back)).words();
    assert!(page.find("we keep the old login") < page.find("web <i>").or(page.find("web &lt;i")), "{page}");
    assert!(page.contains("two logins for a year"), "{page}");
    let nobody =
        pages.sends("/tell/new", &form(&[("kind", "news"), ("what", "a \"thing\""), ("notice", "2h")]));
    assert_eq!(nobody.status, 422);
    assert!(nobody.words().contains("On whom it lands is missing"), "{}", nobody.words());
    assert!(nobody.body.contains("value=\"a &quot;thing&quot;\"") && nobody.body.contains("value=\"2h\""));
}

#[test]
fn hidden_names_stand_on_no_page_of_tell_and_in_no_drawing_of_it() {
    let home = slipped("pages-tell-veil");
    let mut pages = Pages::on(&home, MORNING);
    let form = pages.page("/tell").form("/tell/told", 0);
    let who = |body: &str| {
        ["Dana", "Ortiz", "Tom", "Reyes"].into_iter().find(|name| body.contains(name)).map(str::to_owned)
    };
    assert!(who(&pages.page("/tell").body).is_some());
    pages.cookie.push_str("; sideways-guise=nameless");
    let number = pages.page("/tell").body.split("/tell/").find_map(|rest| {
        let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (!number.is_empty()).then_some(number)
    });
    let mut paths: Vec<String> =
        ["/tell", "/tell/slip", "/tell/plan", "/tell/new"].map(str::to_owned).to_vec();
    paths.extend(number.map(|number| format!("/tell/{number}")));
    for path in &paths {
        let body = pages.page(path).body;
        // Fields and choices keep names: what stands there is meant as it is.
        let seen = without(&without(&body, "<option", "</option>"), "<input", ">");
        assert_eq!(who(&seen), None, "{path}: {seen}");
    }
    let told = pages.does("/tell/told", &form);
    assert!(
        told.words().contains("was told") && who(&without(&told.body, "<input", ">")).is_none(),
        "{}",
        told.words()
    );
}

/// A page without what stands between two marks.
fn without(body: &str, from: &str, to: &str) -> String {
    let mut parts = body.split(from);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once(to).map_or("", |(_, rest)| rest))
}
