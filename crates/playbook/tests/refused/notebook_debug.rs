// E0277: Debug
use playbook::notebook::Notebook;

fn main() {
    println!("{:?}", Notebook::default());
}
