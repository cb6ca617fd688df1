//! `read`: each number of the text with the cells that it was compared with, or why it was not.

use super::args::ReadArgs;
use super::outcome::VerbOutcome;
use super::world::disk;
use super::{Done, Trouble, show};
use nianbao::finding::json::cell_name;
use nianbao::finding::{printable, wrap_lines};
use nianbao::place::{At, Place};
use nianbao::rules::{NumberReading, OTHER_YEAR, ReadingOutcome, readings, readings_json};

pub(super) fn run(args: &ReadArgs) -> Result<VerbOutcome, Trouble> {
    let disk = disk(&args.how.cells, &args.how.looks)?;
    let filing = disk.open(&args.form)?;
    let Some(subject) = filing.subject() else {
        return Ok(VerbOutcome::of_unreadable([filing]));
    };
    let readings = readings(&subject);
    let differs = readings
        .iter()
        .any(|r| matches!(r.outcome, ReadingOutcome::Differs(_)));
    let mut outcome = VerbOutcome::new(if differs { Done::Faulty } else { Done::Sound });
    outcome.document = Some(readings_json(&readings));
    outcome.said = printable(&tell(&readings, args.all), show::colour()).into_owned();
    if let Some(width) = show::columns() {
        outcome.said = wrap_lines(&outcome.said, width);
    }
    Ok(outcome)
}

/// The readings for people, text by text; of those that were not compared the reasons, counted,
/// unless `all` are asked for.
fn tell(readings: &[NumberReading], all: bool) -> String {
    let mut text = String::new();
    let mut key = "";
    for reading in readings {
        if !all && matches!(reading.outcome, ReadingOutcome::NotCompared(_)) {
            continue;
        }
        if reading.key != key {
            key = &reading.key;
            text += &format!("{key}\n");
        }
        let place = where_in_file(&reading.place);
        text += &format!("  第{}段{place} {}\n", reading.paragraph, reading.phrase);
        text += &format!(
            "      {} {}\n",
            reading.number,
            tell_outcome(&reading.outcome)
        );
    }
    text + &count_outcomes(readings, all)
}

/// The line and character of a number; of a workbook the sheet and the cell stand in its label.
fn where_in_file(place: &Place) -> String {
    match &place.at {
        At::Text { line, column, .. } => format!("（{line}:{column}）"),
        At::Cell { sheet, row, column } => format!("（{sheet}!{}）", cell_name(*row, *column)),
        at => at
            .in_document()
            .map_or(String::new(), |words| format!("（{words}）")),
    }
}

fn tell_outcome(outcome: &ReadingOutcome) -> String {
    match outcome {
        ReadingOutcome::Agrees(cells) => format!("＝ {}", cells.words),
        ReadingOutcome::Differs(cells) => {
            format!("≠ {}，表中是 {}", cells.words, cells.value)
        }
        ReadingOutcome::OtherYear => format!("没有核对：{OTHER_YEAR}"),
        ReadingOutcome::NotCompared(reason) => format!("没有核对：{reason}"),
    }
}

/// How many numbers were compared, and how many not.
fn count_outcomes(readings: &[NumberReading], all: bool) -> String {
    let (mut agree, mut differ, mut left) = (0, 0, 0);
    for reading in readings {
        match reading.outcome {
            ReadingOutcome::Agrees(_) => agree += 1,
            ReadingOutcome::Differs(_) => differ += 1,
            ReadingOutcome::OtherYear | ReadingOutcome::NotCompared(_) => left += 1,
        }
    }
    let way = if all || left == 0 {
        ""
    } else {
        "（--all 列出）"
    };
    format!(
        "正文里有 {} 个数：{agree} 个与表一致，{differ} 个不一致，{left} 个没有核对{way}\n",
        readings.len()
    )
}
