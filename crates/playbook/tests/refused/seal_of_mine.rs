// E0277: Only
use playbook::privacy;

struct Mine;
impl privacy::CanSeal for Mine {}

fn main() {
    let _ = Mine;
}
