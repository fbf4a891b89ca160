//! A stand-in for PyO3's crate of this name: the few declarations that a module with one
//! function needs. It says which Python it was compiled for, as the real one finds out.

#![allow(non_camel_case_types, non_snake_case)]

use std::ffi::{c_char, c_int, c_long, c_void};

/// Cargo compiles this crate again when the file's name changes, as it does with the real one,
/// which reads no other variable beside it.
pub const PYTHON: Option<&str> = option_env!("PYO3_CONFIG_FILE");

#[repr(C)]
pub struct PyMethodDef {
    pub name: *const c_char,
    pub function: unsafe extern "C" fn(*mut c_void, *mut c_void) -> *mut c_void,
    pub flags: c_int,
    pub doc: *const c_char,
}

#[repr(C)]
pub struct PyModuleDef {
    pub references: isize,
    pub kind: *mut c_void,
    pub base: [usize; 3],
    pub name: *const c_char,
    pub doc: *const c_char,
    pub size: isize,
    pub methods: *mut PyMethodDef,
    pub slots: [*mut c_void; 4],
}

extern "C" {
    pub fn PyLong_FromLong(value: c_long) -> *mut c_void;
    pub fn PyModule_Create2(definition: *mut PyModuleDef, version: c_int) -> *mut c_void;
}

pub const METH_NOARGS: c_int = 4;
/// The API version of modules that use the stable ABI.
pub const PYTHON_ABI_VERSION: c_int = 3;

/// Make an extension module: its init function, its name, what `answer()` returns.
#[macro_export]
macro_rules! module {
    ($init:ident, $name:literal, $answer:expr) => {
        unsafe extern "C" fn answer(
            _module: *mut std::ffi::c_void,
            _arguments: *mut std::ffi::c_void,
        ) -> *mut std::ffi::c_void {
            $crate::PyLong_FromLong($answer)
        }

        #[no_mangle]
        #[allow(non_snake_case)]
        pub unsafe extern "C" fn $init() -> *mut std::ffi::c_void {
            use std::ptr::{null, null_mut};
            // Python keeps both for as long as it runs.
            let methods = Box::leak(Box::new([
                $crate::PyMethodDef {
                    name: c"answer".as_ptr(),
                    function: answer,
                    flags: $crate::METH_NOARGS,
                    doc: c"Return the answer.".as_ptr(),
                },
                $crate::PyMethodDef { name: null(), function: answer, flags: 0, doc: null() },
            ]));
            let definition = Box::leak(Box::new($crate::PyModuleDef {
                references: 1,
                kind: null_mut(),
                base: [0; 3],
                name: concat!($name, "\0").as_ptr().cast(),
                doc: c"Knows the answer.".as_ptr(),
                size: -1,
                methods: methods.as_mut_ptr(),
                slots: [null_mut(); 4],
            }));
            $crate::PyModule_Create2(definition, $crate::PYTHON_ABI_VERSION)
        }
    };
}
