//! S11: another site that is open in the same browser can neither read nor act.
//!
//! It is tried from beside (another port of this machine, which the browser counts as the same site, and whose requests
//! bear the cookie), from another site, and under a name that was pointed at this machine. A twin without protection takes
//! the same attacks, so that what fails here fails because of the notebook and not because the attack is none.

use serde_json::{Value, json};

use crate::{
    browser::Browser,
    elsewhere::Elsewhere,
    serving::{Serving, full},
};

/// Tries everything that a page can against `arguments[0]`, and says what it saw of the answers.
const ATTACK: &str = r#"
    const [at, style] = arguments;
    const saw = [];
    const tries = async (what, attempt) => {
      try { const got = await Promise.race([attempt(), new Promise(done => setTimeout(() => done('nothing'), 1500))]); saw.push([what, String(got)]); }
      catch (no) { saw.push([what, 'refused']); }
    };
    const form = new URLSearchParams({ request: '0'.repeat(31) + '1', back: '/', entry: '1', line: 'x', because: 'x', notes: 'planted', kindness: '1' });
    for (const credentials of ['include', 'omit']) for (const mode of ['cors', 'no-cors']) {
      for (const path of ['/', '/log', '/map.svg', '/peer/2'])
        await tries(`read ${path} ${credentials} ${mode}`, () => fetch(at + path, { credentials, mode }).then(r => r.text()));
      for (const path of ['/undo', '/lock', '/peer/2/talk', '/week/later'])
        await tries(`post ${path} ${credentials} ${mode}`, () => fetch(at + path, { method: 'POST', credentials, mode, body: form }).then(r => r.text()));
      await tries(`json ${credentials} ${mode}`, () => fetch(at + '/undo', { method: 'POST', credentials, mode, headers: { 'content-type': 'text/plain' }, body: '{}' }).then(r => r.text()));
    }
    await tries('delete', () => fetch(at + '/log', { method: 'DELETE', credentials: 'include' }).then(r => r.text()));
    await tries('beacon', async () => { navigator.sendBeacon(at + '/undo', form); return 'nothing'; });
    const element = (name, set) => new Promise(done => {
      const one = document.createElement(name);
      one.onload = () => done(one.naturalWidth || one.sheet?.cssRules.length || 'loaded');
      one.onerror = () => done('refused');
      Object.assign(one, set);
      document.body.append(one);
    });
    await tries('image', () => element('img', { src: at + '/map.svg' }));
    await tries('image with cors', () => element('img', { crossOrigin: 'use-credentials', src: at + '/map.svg' }));
    await tries('script', () => element('script', { src: at + '/log' }));
    await tries('style', () => element('link', { rel: 'stylesheet', href: at + style }));
    await tries('object', () => element('object', { data: at + '/map.svg', type: 'image/svg+xml' }));
    const frame = (set) => new Promise(done => {
      const one = document.createElement('iframe');
      one.name = 'f' + Math.random();
      one.onload = () => { try { done(one.contentDocument?.body?.innerText || 'nothing'); } catch { done('refused'); } };
      set(one);
      document.body.append(one);
    });
    await tries('frame', () => frame(one => { one.src = at + '/'; }));
    await tries('sandboxed frame', () => frame(one => { one.sandbox = 'allow-forms allow-scripts'; one.src = at + '/log'; }));
    for (const path of ['/undo', '/lock', '/peer/2/talk', '/week/later']) {
      for (const enctype of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'])
        await tries(`form ${path} ${enctype}`, () => {
          const into = document.createElement('iframe');
          into.name = 'into' + Math.random();
          document.body.append(into);
          const one = document.createElement('form');
          Object.assign(one, { method: 'post', action: at + path, target: into.name, enctype });
          for (const [name, value] of form) { const field = document.createElement('input'); field.name = name; field.value = value; one.append(field); }
          document.body.append(one);
          return new Promise(done => { into.onload = () => { try { done(into.contentDocument?.body?.innerText || 'nothing'); } catch { done('refused'); } }; one.submit(); });
        });
    }
    await tries('window', async () => {
      const other = open(at + '/');
      await new Promise(done => setTimeout(done, 600));
      const seen = [];
      try { seen.push(other.document.body.innerText); } catch { seen.push('refused'); }
      try { seen.push('frames ' + other.length); } catch { }
      seen.push(other.closed ? 'severed' : 'held');
      return seen.join(', ');
    });
    await tries('resource timing', async () => performance.getEntriesByType('resource').filter(one => one.name.startsWith(at) && (one.responseStatus || one.decodedBodySize)).map(one => one.name + one.responseStatus + ' ' + one.decodedBodySize).join());
    return saw;
"#;

/// What an attack saw, as pairs of what was tried and what came of it.
fn attack(browser: &Browser, at: &str, style: &str) -> Vec<(String, String)> {
    let saw = browser.run(ATTACK, &[json!(at), json!(style)]);
    let pair = |one: &Value| (one[0].as_str().unwrap().to_owned(), one[1].as_str().unwrap().to_owned());
    saw.as_array().unwrap().iter().map(pair).collect()
}

fn style_of(browser: &Browser) -> String {
    let style =
        browser.run("return new URL(document.querySelector('link[rel=stylesheet]').href).pathname", &[]);
    style.as_str().unwrap().to_owned()
}

/// Attacks from an address, in a tab beside the notebook's, and looks at what it saw and did.
fn from(address: &str, name: &str) {
    let serving = Serving::of(&full(name));
    let browser =
        Browser::closed(&["--host-resolver-rules=MAP evil.example 127.0.0.1", "--disable-popup-blocking"]);
    browser.go(serving.link());
    browser.reads("Dana Ortiz");
    let (style, before) = (style_of(&browser), serving.entries());
    let (evil, twin) = (Elsewhere::saying("elsewhere"), Elsewhere::saying("a twin"));
    browser.new_tab();
    browser.go(&format!("http://{address}:{}/", evil.port));
    browser.reads("elsewhere");
    for (what, saw) in attack(&browser, &serving.at(""), &style) {
        let is_nothing = ["refused", "nothing", ""].contains(&saw.as_str());
        assert!(
            is_nothing || saw == "refused, severed" || saw == "refused, frames 0, severed",
            "{what}: {saw}"
        );
    }
    assert_eq!(serving.entries(), before, "nothing was changed");
    assert!(!evil.heard().iter().any(|line| line.contains("evil.example") && line.contains("sideways-")));
    let unharmed = browser.tabs()[0].clone();
    browser.to_tab(unharmed);
    browser.visit(&serving, "/");
    browser.reads("Dana Ortiz");

    browser.new_tab();
    browser.go(&format!("http://{address}:{}/", evil.port));
    let saw = attack(&browser, &format!("http://127.0.0.1:{}", twin.port), "/style.css");
    for (attempt, came) in [("window", "held"), ("image", "7"), ("object", "loaded")] {
        let it = |(what, saw): &(String, String)| what == attempt && saw.ends_with(came);
        assert!(saw.iter().any(it), "{attempt}: {saw:?}");
    }
    let heard = twin.heard();
    for line in
        ["GET /log", "GET /map.svg", "POST /undo", "POST /lock", "POST /peer/2/talk", "GET /style.css"]
    {
        assert!(heard.iter().any(|one| one.starts_with(line)), "{line} never came: {heard:?}");
    }
}

#[test]
fn s11_a_page_on_another_port_can_neither_read_nor_act() {
    from("127.0.0.1", "another-port");
}

#[test]
fn s11_a_page_of_another_site_can_neither_read_nor_act() {
    from("evil.example", "another-site");
}

#[test]
fn s11_a_name_that_was_pointed_at_this_machine_reaches_nothing() {
    let serving = Serving::of(&full("another-name"));
    let browser = Browser::closed(&["--host-resolver-rules=MAP evil.example 127.0.0.1"]);
    browser.go(serving.link());
    browser.reads("Dana Ortiz");
    let before = serving.entries();
    browser.go(&format!("http://evil.example:{}/", serving.port));
    browser.reads("This address is not the notebook's own");
    for (what, saw) in attack(&browser, &format!("http://evil.example:{}", serving.port), "/none.css") {
        assert!(!saw.contains("Dana") && !saw.contains("Talk"), "{what}: {saw}");
    }
    assert_eq!(serving.entries(), before);
    browser.visit(&serving, "/");
    browser.reads("Dana Ortiz");
}
