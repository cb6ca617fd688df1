//! `nianbao` (年报): author the yearly 政府信息公开工作年度报告.
pub mod document;
pub mod finding;
pub mod form;
pub mod place;
pub mod report;
pub mod rules;
pub mod standard;
