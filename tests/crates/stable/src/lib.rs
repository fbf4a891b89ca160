pyo3_ffi::module!(PyInit_stable_answer, "stable_answer", 42);
