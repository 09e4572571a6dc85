use playbook::notebook::Notebook;

fn main() {
    println!("{:?}", Notebook::default().last);
}
