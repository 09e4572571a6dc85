#!/usr/bin/env python3
"""What a page takes of the processor: our pages, the least page of the same framework, and the same page in Django.

Needs: cargo, and a Python with django and gunicorn for its row (left out, and said, where they are absent):
    python3 -m venv /tmp/django && /tmp/django/bin/pip install django gunicorn
    DJANGO=/tmp/django/bin/python3 python3 benches/peers/pages.py [REQUESTS] [ENTRIES] [ITEMS]
BUILT=FOLDER names a release folder with `sideways` and `examples/many_entries` that were built before;
BARE_TARGET=FOLDER keeps what the least page is built of between two runs.
Servers are asked in turn, one request at a time over one connection. Prints the median and the 99th percentile of processor
time a request in microseconds, as the kernel accounts it for all threads of the server, and ratios within this run.
"""
import datetime, http.client, os, re, statistics, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEERS = 40
TEAMS = 40
FIRST = datetime.date(2025, 1, 1)

BARE_MANIFEST = """[package]
name = "bare_page"
version = "0.1.0"
edition = "2024"
[workspace]
[dependencies]
axum = { version = "0.8", default-features = false, features = ["http1", "tokio"] }
maud = { version = "0.27", default-features = false }
tokio = { version = "1", default-features = false, features = ["net", "rt", "time"] }
"""

BARE = """use axum::{Router, response::Html, routing::get};
use maud::{DOCTYPE, html};
async fn page() -> Html<String> {
    Html(html! { (DOCTYPE) html lang="en" { head { meta charset="utf-8"; title { "Forty rows" } } body { h1 { "Forty rows" }
        table { tbody { @for row in 0..40 { tr { th scope="row" { "Peer " (row) } td { "Team <" (row % 7) ">" } td { (row * 3) " %" }
            td { a href={ "/peer/" (row) } { "Their page" } } } } } } } } }.into_string())
}
fn main() {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        println!("http://127.0.0.1:{}/", listener.local_addr().unwrap().port());
        axum::serve(listener, Router::new().route("/", get(page))).await.unwrap();
    });
}
"""

DJANGO = '''import os, sys
from django.conf import settings
HERE = os.path.dirname(os.path.abspath(__file__))
settings.configure(
    DEBUG=False, SECRET_KEY="yardstick", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, INSTALLED_APPS=["django.contrib.sessions"],
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(HERE, "rows.sqlite")}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [HERE]}])
import django
django.setup()
from django.db import connection, models
from django.shortcuts import render
from django.urls import path
class Row(models.Model):
    peer = models.CharField(max_length=80); team = models.CharField(max_length=80); share = models.IntegerField()
    class Meta:
        app_label = "rows"
def page(request):
    request.session.get("owner")
    return render(request, "page.html", {"rows": Row.objects.order_by("id")[:40]})
urlpatterns = [path("", page)]
if len(sys.argv) > 1 and sys.argv[1] == "make":
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    Row.objects.bulk_create(Row(peer=f"Peer {n}", team=f"Team <{n % 7}>", share=n) for n in range(1000))
else:
    from django.core.wsgi import get_wsgi_application
    application = get_wsgi_application()
'''

TEMPLATE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Forty rows</title></head><body><h1>Forty rows</h1><table><tbody>
{% for row in rows %}<tr><th scope="row">{{ row.peer }}</th><td>{{ row.team }}</td><td>{{ row.share }} %</td><td><form method="post">{% csrf_token %}<button>Later</button></form></td></tr>{% endfor %}
</tbody></table></body></html>"""


def built(work):
    """Our program, a maker of notebooks, and the least page."""
    cargo = ["cargo", "build", "--release", "--quiet"]
    ours = [*cargo, "--manifest-path", str(ROOT / "Cargo.toml")]
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    if "BUILT" in os.environ:
        target = Path(os.environ["BUILT"]).resolve()
    else:
        subprocess.run([*ours, "-p", "sideways"], check=True)
        subprocess.run([*ours, "-p", "desk", "--example", "many_entries"], check=True)
    bare = work / "bare"
    kept = Path(os.environ.get("BARE_TARGET", bare / "target"))
    (bare / "src").mkdir(parents=True)
    (bare / "Cargo.toml").write_text(BARE_MANIFEST)
    (bare / "src" / "main.rs").write_text(BARE)
    subprocess.run([*cargo, "--manifest-path", str(bare / "Cargo.toml"), "--target-dir", str(kept)], check=True)
    return target / "sideways", target / "examples" / "many_entries", kept / "release" / "bare_page"


def plan(items):
    """A plan of so many items over forty teams, whose leaders are the peers of the notebook."""
    lines = ["# The year", ""]
    for team in range(TEAMS):
        lines += [f"## Deliverable {team} @Team{team} by {FIRST + datetime.timedelta(days=500 + team)}", ""]
        for item in range(items // TEAMS):
            other = (team * 7 + item) % TEAMS
            needs = f", after Work {other}-{item - 1}" if item and item % 3 == 0 else ""
            lines.append(f"- Work {team}-{item}, 4-6-12d{needs}")
        lines.append("")
    people = [f'[[team]]\nname = "Team{n}"\nleads = ["peer{n} of team {n}"]\nlanes = 3\n' for n in range(TEAMS)]
    return "\n".join(lines), "\n".join(people)


def calendar(items):
    """Half a year of meetings of the leader with peers, each of which has an address, and standups."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//made up//EN"]
    for n in range(items):
        start = datetime.datetime(2026, 1, 2, 9) + datetime.timedelta(hours=9 * n)
        peers = "".join(f"ATTENDEE;CN=peer{peer} of team {peer}:mailto:peer{peer}@example.com\r\n" for peer in (n % PEERS, (n * 7 + 1) % PEERS))
        lines.append(f"BEGIN:VEVENT\r\nUID:{n}@example.com\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{start:%Y%m%dT%H%M%S}Z\r\n"
                     f"DTEND:{start + datetime.timedelta(minutes=30):%Y%m%dT%H%M%S}Z\r\nSUMMARY:Review {n}\r\n{peers}"
                     "ATTENDEE;CN=Me Myself:mailto:me@example.com\r\nEND:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def rooms(home, run, sideways):
    """What stands in the rooms beside the map and the channels: announcements, contributions, initiatives, meetings."""
    peer = lambda n: f"peer{n % PEERS} of team {n % PEERS}"
    for n in range(6):
        lands = [word for m in range(4) for word in ("--lands-on", f"{peer(5 * n + m)}=it moves their release {n} by {m + 1} weeks")]
        kind = ["slip", "change", "news"][n % 3]
        run(str(sideways), "tell", "new", f"the migration of part {n} moves to June", "--kind", kind, "--room", "2026-01-20 15:00", *lands)
    for n in range(30):
        run(str(sideways), "contribution", peer(n), f"the load tests of part {n}", "--for", f"Work {n % TEAMS}-3", "--source", f"change {n}")
    for n in range(5):
        touched = ",".join(peer(4 * n + m) for m in range(6))
        run(str(sideways), "initiative", "new", f"One way to deploy, part {n}", "--touches", touched, "--request", "your yes by June")
    for n in range(PEERS):
        run(str(sideways), "loan", "to", peer(n), f"reviewer {n}", "--until", "2026-02-20")
    (home / "mine.ics").write_text(calendar(200), newline="")
    run(str(sideways), "calendar", "read", "mine.ics", "--me", "Me Myself")


def notebook(home, sideways, maker, entries, items):
    env = {**os.environ, "HOME": str(home), "TZ": "UTC", "SIDEWAYS_NOW": "2026-01-01"}
    for name in ("SIDEWAYS_NOTEBOOK", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        env.pop(name, None)
    run = lambda *command: subprocess.run(command, env=env, cwd=home, check=True, stdout=subprocess.DEVNULL)
    run(str(maker), str(entries), str(PEERS))
    text, people = plan(items)
    (home / "plan.md").write_text(text)
    (home / "people.toml").write_text(people)
    run(str(sideways), "read", "plan.md", "--people", "people.toml", "--me", "peer0 of team 0", "--team", "Team0")
    run(str(sideways), "map", "--keep", "--trials", "200")
    rooms(home, run, sideways)
    return env


def tree(pid):
    """A process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in tree(int(child)))]


def spent(pids):
    """Nanoseconds on the processor, all threads."""
    return sum(int(task.read_text().split()[0]) for pid in pids for task in Path(f"/proc/{pid}/task").glob("*/schedstat"))


class Server:
    def __init__(self, name, command, env, cwd, port=None, begins=None):
        self.name = name
        self.process = subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        started = time.monotonic()
        self.path = "/"
        if port is None:
            link = next(found.group(0) for found in (re.search(r"http://\S+", line) for line in self.process.stdout) if found)
            port, self.path = int(re.search(r":(\d+)/", link).group(1)), "/" + link.split("/", 3)[3]
        else:
            while time.monotonic() - started < 30:
                try:
                    http.client.HTTPConnection("127.0.0.1", port).connect()
                    break
                except OSError:
                    time.sleep(0.1)
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.headers = {}
        self.pids = tree(self.process.pid)

    def asks(self, path):
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        return answer, answer.read()

    def takes(self, path, requests):
        """Median, 99th percentile and size."""
        for _ in range(20):
            answer, body = self.asks(path)
            assert answer.status == 200, (path, answer.status, body[:300])
        each = []
        for _ in range(requests):
            before = spent(self.pids)
            self.asks(path)
            each.append((spent(self.pids) - before) / 1000)
        each.sort()
        return statistics.median(each), each[int(len(each) * 0.99)], len(body)

    def end(self):
        self.process.terminate()
        self.process.wait()


def django(work):
    python = os.environ.get("DJANGO")
    if not python:
        print("no DJANGO=PYTHON is named: its row is left out")
        return None
    folder = work / "django"
    folder.mkdir()
    (folder / "yardstick.py").write_text(DJANGO)
    (folder / "page.html").write_text(TEMPLATE)
    subprocess.run([python, "yardstick.py", "make"], cwd=folder, check=True)
    port = 18377
    command = [python, "-m", "gunicorn", "--workers", "1", "--bind", f"127.0.0.1:{port}", "--keep-alive", "60", "--threads", "1", "--worker-class", "gthread", "yardstick:application"]
    server = Server("Django", command, dict(os.environ), folder, port)
    server.asks("/")
    server.pids = tree(server.process.pid)
    return server


def main():
    requests, entries, items = [int(word) for word in sys.argv[1:]] + [2000, 10_000, 2000][len(sys.argv) - 1 :]
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        sideways, maker, bare = built(work)
        home = work / "home"
        home.mkdir()
        env = notebook(home, sideways, maker, entries, items)
        ours = Server("sideways", [str(sideways), "serve"], env, home)
        answer, _ = ours.asks(ours.path)
        ours.headers = {"Cookie": answer.getheader("set-cookie").split(";")[0], "Sec-Fetch-Site": "same-origin"}
        before = spent(ours.pids)
        started = time.monotonic()
        assert ours.asks("/")[0].status == 200
        print(f"first page after the start: {(spent(ours.pids) - before) / 1e6:.1f} ms of the processor, {(time.monotonic() - started) * 1000:.1f} ms in all")
        rows = [("bare page of forty rows", Server("bare", [str(bare)], dict(os.environ), work), "/")]
        other = django(work)
        if other:
            rows.append(("Django, forty rows", other, "/"))
        for name, path in [("week", "/"), ("week, made anew", "/?anew"), ("peers", "/peers"), ("a peer", "/peer/2"), ("map", "/map"), ("its drawing", "/map.svg"), ("log", "/log"), ("log, a search", "/log?words=audit+9"), ("log, nothing found", "/log?words=zzzz"), ("go to", "/go?words=peer3"), ("settings", "/settings"), ("capture", "/capture"), ("trade", "/trade"), ("tell", "/tell"), ("defend", "/defend"), ("defend, a meeting", "/defend/forum?called=Review+3&absent=3"), ("defend, a review", "/defend/review"), ("ratify", "/ratify"), ("escalate", "/escalate"), ("calendar", "/calendar")]:
            rows.append((name, ours, path))
        found = {}
        print(f"{'page':<26}{'median':>10}{'99 %':>10}  us, bytes   ({requests} requests, {entries} entries, {items} items)")
        for name, server, path in rows:
            found[name] = server.takes(path, requests)
            median, most, size = found[name]
            print(f"{name:<26}{median:>10.0f}{most:>10.0f}  {size}")
        for server in {row[1] for row in rows}:
            server.end()
        base = found["bare page of forty rows"][0]
        # A page is sent again as it was while nothing is another on which it rests; asked for with anything beside, it is
        # made anew.
        for name in ("week", "week, made anew"):
            print(f"the {name} takes {found[name][0] / base:.2f} times a bare page")
            if other:
                print(f"Django takes {found['Django, forty rows'][0] / found[name][0]:.0f} times the {name}")


main()
