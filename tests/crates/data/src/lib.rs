pyo3_ffi::module!(PyInit_data_files, "data_files", 42);
