//! Embedding the shipped datasets: a new file there must rebuild the program.

fn main() {
    println!("cargo:rerun-if-changed=datasets");
}
