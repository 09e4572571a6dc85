#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    check::read(&[b"```mermaid\ngantt\n", bytes].concat(), "md", false, Some("gantt"));
});
