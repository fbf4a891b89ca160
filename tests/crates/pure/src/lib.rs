pyo3_ffi::module!(PyInit_pure, "pure", 42);
