pyo3_ffi::module!(PyInit__native, "_native", 42);
