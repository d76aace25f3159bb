//! All integration tests in one binary, since each further binary links the whole tree again.

mod folder;
mod reading;
mod reading_cells;
mod reading_files;
mod reading_real_data;
mod reading_taxonomy;
