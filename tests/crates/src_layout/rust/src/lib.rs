pyo3_ffi::module!(PyInit_src_layout, "src_layout", 42);
