pyo3_ffi::module!(PyInit__member, "_member", 42);
