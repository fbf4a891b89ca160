pyo3_ffi::module!(PyInit_ext, "ext", 42);
