pyo3_ffi::module!(PyInit_sibling, "sibling", 43);
