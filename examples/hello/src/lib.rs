//! A Python module with one function.

/// A Python module that greets, written in Rust.
#[pyo3::pymodule]
mod hello {
    use pyo3::prelude::*;

    /// Return a greeting for `name`.
    #[pyfunction]
    fn greet(name: &str) -> String {
        format!("Hello, {name}, from Rust!")
    }
}
