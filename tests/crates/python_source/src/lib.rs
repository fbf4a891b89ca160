pyo3_ffi::module!(PyInit__core, "_core", 42);
