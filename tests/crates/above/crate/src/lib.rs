pyo3_ffi::module!(PyInit_above, "above", 42);
